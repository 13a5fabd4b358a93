import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { ApiError } from "@/state/errors";
import { Confirm } from "@/components/dialog/Confirm";
import { words } from "@/words/project/data/data";
import { consequence } from "@/words/project/data/imports";
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
    <Confirm
      title={one.file_name ? words.takeBack(one.file_name) : words.takeThisUploadBack}
      yes={answered === null ? words.takeItBack : words.revertAnyway}
      no={words.keepIt}
      work={{
        isPending: revert.isPending,
        error: answered === null ? revert.error : null,
        mutate: () => revert.mutate(answered !== null),
      }}
      onClose={onClose}
    >
      <p>{consequence(one)}</p>
      {answered !== null && (
        <p role="alert" className="warn">
          {words.answeredNote(answered)}
        </p>
      )}
    </Confirm>
  );
}

/** How many of its texts people have answered, when that is why the service refused. */
function answeredOf(error: Error | null): number | null {
  const answered: unknown = error instanceof ApiError && Reflect.get(error.problem, "answered");
  return typeof answered === "number" ? answered : null;
}
