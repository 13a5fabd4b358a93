import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/overview";
import { ExportDialog } from "./ExportDialog";
import styles from "./Head.module.css";
import { InviteDialog } from "./InviteDialog";

/** Which project this is, and what one does with it. */
export function Head({ project }: { project: Project }) {
  const [open, setOpen] = useState<"invite" | "export" | null>(null);
  const archived = project.state === "archived";
  return (
    <div className={styles.head}>
      <h1 className={styles.name}>
        <bdi>{project.name}</bdi>
        {project.state !== "active" && <span className={styles.state}>{project.state}</span>}
      </h1>
      <div className={styles.actions}>
        {!archived && (
          <>
            <Button component={Link} href={`/projects/${project.id}/label`}>
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
      {open === "invite" && <InviteDialog projectId={project.id} onClose={() => setOpen(null)} />}
      {open === "export" && <ExportDialog project={project} onClose={() => setOpen(null)} />}
    </div>
  );
}
