import { queryOptions } from "@tanstack/react-query";
import type { ReadsItems } from "@/state/items/list";
import type { OwnRow } from "@/state/own/changes";
import type { OwnFilters } from "@/state/own/filters";
import { api, body, type Schema } from "./client";

type OwnAnswer = Schema<"OwnWork">;

const toRow = ({ item_id: id, assignment_id: assignment, ...same }: OwnAnswer): OwnRow => ({
  ...{ ...same, id, assignment },
});

/** What somebody has answered and skipped themselves, as its list needs it. */
export function ownAnswers(projectId: number): ReadsItems<OwnRow, OwnFilters> {
  const path = { project_id: projectId };
  return {
    read: async (filters, cursor, skip, limit) => {
      const after = cursor ? { cursor } : { total: true };
      const query = { ...filters, limit, ...after, ...(skip > 0 && { skip }) };
      const page = await body(
        api.GET("/api/v1/projects/{project_id}/own-answers", { params: { path, query } }),
      );
      return { rows: page.results.map(toRow), next: page.next, total: page.total };
    },
  };
}

/** How many texts somebody has skipped and not answered since. */
export const skippedCount = (projectId: number) =>
  queryOptions({
    queryKey: ["projects", projectId, "own-answers", "skipped"],
    queryFn: async () => {
      const query = { mark: "skipped", limit: 1, total: true } as const;
      const path = { project_id: projectId };
      const page = await body(
        api.GET("/api/v1/projects/{project_id}/own-answers", { params: { path, query } }),
      );
      return page.total ?? 0;
    },
    staleTime: 0,
  });

/** One with its whole text. */
export const ownAnswer = (projectId: number, itemId: number) =>
  queryOptions({
    queryKey: ["projects", projectId, "own-answers", itemId],
    queryFn: () =>
      body(
        api.GET("/api/v1/projects/{project_id}/own-answers/{item_id}", {
          params: { path: { project_id: projectId, item_id: itemId } },
        }),
      ),
    staleTime: 0,
  });
