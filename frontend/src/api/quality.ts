import { queryOptions } from "@tanstack/react-query";
import { api, body, inProject, type Schema } from "./client";
import { every } from "./queries";
import { reviewService } from "./review";

type Quality = Schema<"Quality">;

const LOOK_AGAIN = 15_000;

/** How good the model is, class by class. */
export const quality = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "quality"],
    // It comes as a table where one is asked for, and as this where none is.
    queryFn: () =>
      body(api.GET("/api/v1/projects/{project_id}/quality", inProject(id))) as Promise<Quality>,
    refetchInterval: every(LOOK_AGAIN),
  });

/** How far people agree. */
export const agreement = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "review", "agreement"],
    queryFn: reviewService(id).agreement,
  });

/** A table of it as a file. */
export const tableAddress = (id: number, table: string, format: string): string =>
  `/api/v1/projects/${id}/quality?format=${format}&table=${table}`;
