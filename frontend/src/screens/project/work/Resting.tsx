import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, inProject } from "@/api/client";
import { isOpen } from "@/api/features";
import { type Project, project as projectQuery } from "@/api/queries";
import { TextButton } from "@/components/TextButton";
import { Wrong } from "@/components/Wrong";
import { words } from "@/words/encoders";

/** Encoders that rest, why, and a way to wake each. */
export function Resting({ project }: { project: Project }) {
  const queries = useQueryClient();
  const wake = useMutation({
    mutationFn: (encoder: string) =>
      body(
        api.POST("/api/v1/projects/{project_id}/views:wake", {
          ...inProject(project.id),
          body: { encoder },
        }),
      ),
    onSuccess: (changed) => queries.setQueryData(projectQuery(project.id).queryKey, changed),
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", project.id] }),
  });
  const resting = project.views.filter(({ rests_from }) => rests_from !== null);
  return (
    <>
      {resting.map(({ encoder, rests_from: labels }) => (
        <p key={encoder} className="small quiet above2">
          {words.rests(encoder, labels ?? 0)}{" "}
          {isOpen(project) && (
            <TextButton
              aria-label={words.wakeNamed(encoder)}
              disabled={wake.isPending}
              onClick={() => wake.mutate(encoder)}
            >
              {words.wakeIt}
            </TextButton>
          )}
        </p>
      ))}
      <Wrong error={wake.error} />
    </>
  );
}
