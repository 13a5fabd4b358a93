import { NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Project } from "@/api/queries";
import { api, body, inProject, type Schema } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { WithSettings } from "@/components/WithSettings";
import { words } from "@/words/project/people";
import { CopyLine } from "./CopyLine";
import { Invitations } from "./Invitations";
import styles from "../Dialogs.module.css";
import { MakeLink } from "./MakeLink";
import { invitations } from "@/api/project";

type Invitation = Schema<"InvitationLink">;
type Role = "annotator" | "engineer";

const ROLES: { value: Role; label: string }[] = [
  { value: "annotator", label: words.labelTexts },
  { value: "engineer", label: words.runsProject },
];

/** Makes a link: whoever opens it types a name and labels. */
export function InviteDialog({ project, onClose }: { project: Project; onClose(): void }) {
  const { id: projectId, guidelines, classes } = project;
  const saysNothing = !guidelines && classes.every(({ description }) => description === "");
  const [role, setRole] = useState<Role>("annotator");
  const queries = useQueryClient();
  const invite = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/invitations", {
          ...inProject(projectId),
          body: { role, uses: 20, days: 14 },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries(invitations(projectId)),
  });
  return (
    <Dialog title={words.invitePeople} onClose={onClose}>
      {invite.data ? (
        <Made invitation={invite.data} />
      ) : (
        <div className={styles.inviteDialogForm}>
          <p className="quiet">{words.inviteAbout}</p>
          {saysNothing && (
            <p role="note">
              <WithSettings words={words.nothingSaid} projectId={projectId} section="guidelines" />
            </p>
          )}
          <NativeSelect
            label={words.theyMay}
            data={ROLES}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          <MakeLink making={invite} />
        </div>
      )}
      <Invitations projectId={projectId} />
    </Dialog>
  );
}

function Made({ invitation }: { invitation: Invitation }) {
  return (
    <div className={styles.inviteDialogForm}>
      <CopyLine label={words.link} text={invitation.url} />
      <p className="quiet">{words.linkTerms(invitation.uses, invitation.expires_at)}</p>
    </div>
  );
}
