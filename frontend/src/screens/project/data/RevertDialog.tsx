import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { ApiError } from "@/state/errors";
import { Dialog } from "@/components/Dialog";
import { Problem } from "@/components/Problem";
import { words } from "@/words/project/data";
import { consequence } from "@/words/project/imports";
import card from "../Card.module.css";
import type { Import } from "@/api/project";

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
      title={one.file_name ? words.takeBack(one.file_name) : words.takeThisUploadBack}
      onClose={onClose}
    >
      <p>{consequence(one)}</p>
      {answered !== null && (
        <p role="alert" className={card.warn}>
          {words.peopleHaveAnsweredOfIt(answered)}
        </p>
      )}
      {revert.error && answered === null && <Problem error={revert.error} />}
      <div className={card.choices}>
        <Button loading={revert.isPending} onClick={() => revert.mutate(answered !== null)}>
          {answered === null ? words.takeItBack : words.takeItBackAllTheSame}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.keepIt}
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
