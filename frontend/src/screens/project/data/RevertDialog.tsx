import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { ApiError } from "@/api/errors";
import { Dialog } from "@/components/Dialog";
import { Problem } from "@/components/Problem";
import card from "../Card.module.css";
import { count } from "@/words/figures";
import type { Import } from "../queries";
import { consequence } from "@/words/project/imports";

interface RevertDialogProps {
  projectId: number;
  one: Import;
  onClose(): void;
}

/** Says what taking a file back comes to, and does it. Where people have answered some of its texts,
 * the service refuses at first: then it says that too, and asks again. */
export function RevertDialog({ projectId, one, onClose }: RevertDialogProps) {
  const queries = useQueryClient();
  const revert = useMutation({
    mutationFn: (withAnswers: boolean) =>
      api.DELETE("/api/v1/projects/{project_id}/imports/{import_id}", {
        params: {
          path: { project_id: projectId, import_id: one.import_id },
          query: { with_answers: withAnswers },
        },
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["projects"] });
      onClose();
    },
  });
  const answered = answeredOf(revert.error);
  return (
    <Dialog
      title={one.file_name ? `Take “${one.file_name}” back?` : "Take this upload back?"}
      onClose={onClose}
    >
      <p>{consequence(one)}</p>
      {answered !== null && (
        <p role="alert" className={card.warn}>
          People have answered {count(answered, "text")} of it. Their answers are kept out of sight,
          and count again when the same texts come in again.
        </p>
      )}
      {revert.error && answered === null && <Problem error={revert.error} />}
      <div className={card.choices}>
        <Button loading={revert.isPending} onClick={() => revert.mutate(answered !== null)}>
          {answered === null ? "Take it back" : "Take it back all the same"}
        </Button>
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
      </div>
    </Dialog>
  );
}

/** How many of its texts people have answered, when that is why the service refused. */
function answeredOf(error: Error | null): number | null {
  const answered: unknown = error instanceof ApiError && Reflect.get(error.problem, "answered");
  return typeof answered === "number" ? answered : null;
}
