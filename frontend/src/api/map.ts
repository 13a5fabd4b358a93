import { queryOptions } from "@tanstack/react-query";
import type { Points } from "@/state/map/colouring";
import { api, body, inProject, type Schema } from "./client";

export type MapStatus = Schema<"MapStatus">;
/** While a map is drawn one looks this often whether it is there. */
const LOOK_AGAIN = 2_000;

export const mapStatus = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "map"],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/map", inProject(id))),
    refetchInterval: ({ state }) => (state.data?.job ? LOOK_AGAIN : false),
  });

export interface DrawnPoints extends Points {
  number: number;
}

/** The texts on a map. What changes in the project changes their colours. */
export const mapPoints = (id: number, number: number) =>
  queryOptions({
    queryKey: ["projects", id, "map", "points", number],
    queryFn: async (): Promise<DrawnPoints> => {
      const points = await body(api.GET("/api/v1/projects/{project_id}/map/points", inProject(id)));
      return { ...points, x: Uint16Array.from(points.x), y: Uint16Array.from(points.y) };
    },
    // Arrays of 100,000 aren't compared entry by entry.
    structuralSharing: false,
  });

export const drawMap = (id: number) =>
  body(api.POST("/api/v1/projects/{project_id}/map", inProject(id)));
