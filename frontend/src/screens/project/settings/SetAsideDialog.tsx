import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { words } from "@/words/settings";
import styles from "../Dialogs.module.css";
import { setAnswersAside } from "./set-aside";

interface SetAsideDialogProps {
  projectId: number;
  member: Schema<"ProjectMember">;
  answers: number;
  onClose(): void;
}

/** Has all that somebody answered count no longer, having said what follows from it. */
export function SetAsideDialog({ projectId, member, answers, onClose }: SetAsideDialogProps) {
  const queries = useQueryClient();
  const setAside = useMutation({
    mutationFn: () => setAnswersAside(projectId, member.user_id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["projects", projectId] });
      onClose();
    },
  });
  return (
    <Dialog title={words.setAsideOf(member.name)} onClose={onClose}>
      <div className={styles.inviteDialogForm}>
        <p className={styles.inviteDialogQuiet}>{words.countNoLonger(answers, member.name)}</p>
        <Button loading={setAside.isPending} data-autofocus onClick={() => setAside.mutate()}>
          {words.setAside}
        </Button>
        {setAside.error && (
          <p role="alert" className={styles.error}>
            {setAside.error.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
