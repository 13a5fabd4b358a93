import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/overview/overview";
import { ExportDialog } from "./export/ExportDialog";
import styles from "./Head.module.css";
import { InviteDialog } from "./people/InviteDialog";

const AddDialog = lazy(() => import("./data/AddDialog"));

/** Which project this is. */
export function Name({ project: { name, state } }: { project: Project }) {
  return (
    <h1 className={styles.name}>
      <bdi>{name}</bdi>
      {state !== "active" && <span className={styles.state}>{state}</span>}
    </h1>
  );
}

/** What one does with a project. */
export function Actions({ project }: { project: Project }) {
  const [open, setOpen] = useState<"add" | "invite" | "export" | null>(null);
  const archived = project.state === "archived";
  // Without texts there is nothing to label.
  const isEmpty = project.item_count === 0;
  return (
    <>
      <div className={styles.actions}>
        {!archived && (
          <>
            {isEmpty && <Button onClick={() => setOpen("add")}>{words.addTexts}</Button>}
            <Button
              component={Link}
              href={`/projects/${project.id}/label`}
              variant={isEmpty ? "default" : "filled"}
            >
              {words.label}
            </Button>
            <Button variant="default" onClick={() => setOpen("invite")}>
              {words.invite}
            </Button>
          </>
        )}
        <Button variant="default" onClick={() => setOpen("export")}>
          {words.export}
        </Button>
      </div>
      <Suspense fallback={null}>
        {open === "add" && <AddDialog project={project} onClose={() => setOpen(null)} />}
      </Suspense>
      {open === "invite" && <InviteDialog project={project} onClose={() => setOpen(null)} />}
      {open === "export" && <ExportDialog project={project} onClose={() => setOpen(null)} />}
    </>
  );
}
