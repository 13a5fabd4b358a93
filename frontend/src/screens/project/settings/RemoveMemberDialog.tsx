import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { words } from "@/words/settings";
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
    <Dialog title={words.removeOf(member.name)} onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.quiet}>
          {words.theyCantLabelOrSeeThis(
            answers > 0
              ? words.ofStayWithTheNameLabels(answers, member.name)
              : words.hasAnsweredNothing(member.name),
          )}
        </p>
        <Button loading={remove.isPending} data-autofocus onClick={() => remove.mutate()}>
          {words.remove}
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
