import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { Project } from "@/api/queries";
import { ExportMenu } from "./ExportMenu";
import styles from "./Head.module.css";
import { InviteDialog } from "./InviteDialog";

/** Which project this is, and what one does with it. */
export function Head({ project }: { project: Project }) {
  const [inviting, setInviting] = useState(false);
  return (
    <div className={styles.head}>
      <h1 className={styles.name}>
        <bdi>{project.name}</bdi>
        {project.state === "paused" && <span className={styles.state}>paused</span>}
      </h1>
      <div className={styles.actions}>
        <Button component={Link} href={`/projects/${project.id}/label`}>
          Label
        </Button>
        <Button variant="default" onClick={() => setInviting(true)}>
          Invite
        </Button>
        <ExportMenu projectId={project.id} labels={project.label_count} />
      </div>
      {inviting && <InviteDialog projectId={project.id} onClose={() => setInviting(false)} />}
    </div>
  );
}
