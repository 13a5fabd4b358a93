import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import styles from "./InviteDialog.module.css";
import { members } from "./queries";

interface AccountDialogProps {
  projectId: number;
  member: Schema<"MemberResponse">;
  onClose(): void;
}

/** Shuts someone's account, or opens it again. */
export function AccountDialog({ projectId, member, onClose }: AccountDialogProps) {
  const queries = useQueryClient();
  const opens = member.state === "disabled";
  const change = useMutation({
    mutationFn: () =>
      api.PATCH("/api/v1/users/{user_id}", {
        params: { path: { user_id: member.user_id } },
        body: { state: opens ? "active" : "disabled" },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries(members(projectId));
      onClose();
    },
  });
  const verb = opens ? "Enable" : "Disable";
  return (
    <Dialog title={`${verb} the account of ${member.name}`} onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.quiet}>
          {opens
            ? `${member.name} can be sent a sign-in link again. What ended stays ended.`
            : `${member.name} is signed out everywhere, in all projects. Their tokens and sign-in links ` +
              "end, and the invitations that they made. What they answered stays."}
        </p>
        <Button loading={change.isPending} onClick={() => change.mutate()}>
          {verb}
        </Button>
        {change.error && (
          <p role="alert" className={styles.error}>
            {change.error.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
