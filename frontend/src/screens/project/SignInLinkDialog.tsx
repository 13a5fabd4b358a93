import { useMutation } from "@tanstack/react-query";
import { api, body, type Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { CopyLine } from "./CopyLine";
import { day } from "@/words/figures";
import styles from "./InviteDialog.module.css";
import { MakeLink } from "./MakeLink";

interface SignInLinkDialogProps {
  projectId: number;
  member: Schema<"MemberResponse">;
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
    <Dialog title={`Sign-in link for ${member.name}`} onClose={onClose}>
      <div className={styles.form}>
        {make.data ? (
          <>
            <CopyLine label="Link" text={make.data.url} />
            <p className={styles.quiet}>
              It works once, until {day(make.data.expires_at)}. It is shown only now: copy it before
              you close this, and send it to nobody else.
            </p>
          </>
        ) : (
          <>
            <p className={styles.quiet}>
              For when <bdi>{member.name}</bdi> is signed out. Whoever opens the link labels as{" "}
              <bdi>{member.name}</bdi>.
            </p>
            <MakeLink making={make} />
          </>
        )}
      </div>
    </Dialog>
  );
}
