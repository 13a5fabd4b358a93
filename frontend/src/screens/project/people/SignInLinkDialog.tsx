import { useMutation } from "@tanstack/react-query";
import { api, body, type Schema } from "@/api/client";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/project/people";
import { CopyLine } from "./CopyLine";
import styles from "../Dialogs.module.css";
import { MakeLink } from "./MakeLink";

interface SignInLinkDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
  onClose(): void;
}

/** Makes a link that signs a member in again whose session ended. */
export function SignInLinkDialog({ projectId, member, onClose }: SignInLinkDialogProps) {
  const make = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/members/{user_id}/sign-in-link", {
          params: { path: { project_id: projectId, user_id: member.user_id } },
        }),
      ),
  });
  return (
    <Dialog title={words.signInLinkFor(member.name)} onClose={onClose}>
      <div className={styles.inviteDialogForm}>
        {make.data ? (
          <>
            <CopyLine label={words.link} text={make.data.url} />
            <p className="quiet">{words.signInLinkTerms(make.data.expires_at)}</p>
          </>
        ) : (
          <>
            <p className="quiet">{words.signInLinkAbout(<bdi>{member.name}</bdi>)}</p>
            <MakeLink making={make} />
          </>
        )}
      </div>
    </Dialog>
  );
}
