import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, inProject } from "@/api/client";
import type { Project } from "@/api/queries";

/** Asks for a trial of encoders on the project's labels; null: of all that can be tried. */
export function useTrial(project: Project) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (encoders: string[] | null) =>
      body(
        api.POST("/api/v1/projects/{project_id}/encoder-trial", {
          ...inProject(project.id),
          body: { encoders },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects", project.id] }),
  });
}
