import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { words } from "@/words/project/people";
import styles from "./Dialogs.module.css";
import { members } from "@/api/project";

interface AccountDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
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
  const verb = opens ? words.enable : words.disable;
  return (
    <Dialog title={words.theAccountOf(verb, member.name)} onClose={onClose}>
      <div className={styles.inviteDialogForm}>
        <p className={styles.inviteDialogQuiet}>
          {opens
            ? words.canBeSentASignInLink(member.name)
            : words.isSignedOutEverywhereIn(member.name)}
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
