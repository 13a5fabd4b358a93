import { queryOptions } from "@tanstack/react-query";
import { asQuery, type Filters, groupOf, type Likeness } from "@/state/items/filters";
import type { ReadsItems } from "@/state/items/list";
import { areaOf } from "@/state/map/area";
import { api, body, type Schema } from "./client";

export type ItemDetail = Schema<"ItemDetail">;

interface ListQuery {
  limit: number;
  cursor?: string;
  skip?: number;
  total?: boolean;
}

/** The texts of a project, as their list needs them. */
export function itemsService(projectId: number): ReadsItems {
  const path = { project_id: projectId };
  const read = ({ similar, copies, map, ...words }: Filters & ListQuery) => {
    const area = areaOf(map) ? map : undefined;
    // The words of the address are the words of the API.
    const { limit, cursor, skip, total, ...filters } = words;
    const query: object = { ...asQuery(filters), area, limit, cursor, skip, total };
    const group = groupOf({ copies });
    const near = group?.middle ?? similar;
    if (near === undefined)
      return body(api.GET("/api/v1/projects/{project_id}/items", { params: { path, query } }));
    const only = group && { likeness: group.likeness / 100, state: ["unlabelled" as const] };
    return body(
      api.GET("/api/v1/projects/{project_id}/items/{item_id}/similar", {
        params: { path: { ...path, item_id: Number(near) }, query: { ...query, ...only } },
      }),
    );
  };
  return {
    read: async (filters, cursor, skip, limit) => {
      // Counted with the first rows: looking for words finds all at once.
      const after = cursor ? { cursor } : { total: true };
      const page = await read({ ...filters, limit, ...after, ...(skip > 0 && { skip }) });
      return { rows: page.results, next: page.next, total: page.total };
    },
  };
}

export type NearCopies = Schema<"NearCopies">;

/** Texts without a label that are so much alike, in groups. */
export const nearCopies = (projectId: number, likeness: Likeness) =>
  queryOptions({
    queryKey: ["projects", projectId, "near-copies", likeness],
    queryFn: async () => {
      const params = { path: { project_id: projectId }, query: { likeness: likeness / 100 } };
      const found = await body(api.GET("/api/v1/projects/{project_id}/near-copies", { params }));
      return found.groups;
    },
    // Labels change them: whoever comes back reads them anew.
    ...{ staleTime: 0, gcTime: 0 },
  });

/** How many texts match. */
export const itemCount = (projectId: number, filters: Filters) =>
  queryOptions({
    queryKey: ["projects", projectId, "items", "count", filters],
    queryFn: async () => (await itemsService(projectId).read(filters, null, 0, 1)).total,
  });

/** One text with all that is known of it. */
export const itemDetail = (projectId: number, id: number) =>
  queryOptions({
    queryKey: ["projects", projectId, "items", id],
    queryFn: () =>
      body(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}", {
          params: { path: { project_id: projectId, item_id: id } },
        }),
      ),
    staleTime: 0,
  });
