import { queryOptions } from "@tanstack/react-query";
import type { Answer } from "@/state/answer";
import { api, body, inProject, type Schema } from "@/api/client";

export type Round = Schema<"PracticeRound">;
export type Verdict = Schema<"PracticeVerdict">;

/** The practice round of who asks, begun or gone on with: of no texts where they need none. */
export const practice = (projectId: number) =>
  queryOptions({
    queryKey: ["projects", projectId, "practice"],
    queryFn: () => body(api.POST("/api/v1/projects/{project_id}/practice", inProject(projectId))),
    // What is answered meanwhile the screen knows itself.
    staleTime: Infinity,
    gcTime: 0,
    // Nobody is taken away from a text by a network that comes back.
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });

/** Whether an answer is as the text is settled. */
export const judged = (projectId: number, itemId: number, answer: Answer): Promise<Verdict> =>
  body(
    api.PUT("/api/v1/projects/{project_id}/practice/{item_id}", {
      params: { path: { project_id: projectId, item_id: itemId } },
      body: { answer: { ...answer } },
    }),
  );
