import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, inProject } from "@/api/client";
import { type Project, project as projectQuery } from "@/api/queries";
import type { Change } from "./use-saved";

/** Changes what of a project isn't saved as one leaves a field: by a button. */
export function useChange(project: Project) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) =>
      body(
        api.PATCH("/api/v1/projects/{project_id}", {
          ...inProject(project.id),
          body: change,
        }),
      ),
    onSuccess: (changed) => {
      queries.setQueryData(projectQuery(project.id).queryKey, changed);
      void queries.invalidateQueries({ queryKey: ["projects"] });
    },
  });
}
