import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { count } from "@/words/figures";
import styles from "../InviteDialog.module.css";
import { members } from "../queries";

interface RemoveMemberDialogProps {
  projectId: number;
  member: Schema<"MemberResponse">;
  answers: number;
  onClose(): void;
}

/** Ends someone's part in the project, having said what becomes of their answers. */
export function RemoveMemberDialog({
  projectId,
  member,
  answers,
  onClose,
}: RemoveMemberDialogProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      api.DELETE("/api/v1/projects/{project_id}/members/{user_id}", {
        params: { path: { project_id: projectId, user_id: member.user_id } },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries(members(projectId));
      onClose();
    },
  });
  return (
    <Dialog title={`Remove ${member.name}`} onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.quiet}>
          {answers > 0
            ? `${count(answers, "answer")} of ${member.name} stay, with the name: labels, figures and exports are as before. `
            : `${member.name} has answered nothing. `}
          They can’t label or see this project any more, and links that they made to invite others
          end. What they have on their screen goes to somebody else when its time is over. A new
          invitation lets them back in, as the same person if they are signed in.
        </p>
        <Button loading={remove.isPending} data-autofocus onClick={() => remove.mutate()}>
          Remove
        </Button>
        {remove.error && (
          <p role="alert" className={styles.error}>
            {remove.error.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
