import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, type Schema } from "./client";

export type Likely = Schema<"LikelyResponse">;

const LIKELIEST = 3;
const NEAREST = 2;

/** What the model says of a text, which isn't asked of an empty one. */
export const prediction = (projectId: number, text: string) =>
  queryOptions({
    queryKey: ["projects", projectId, "predict", text],
    queryFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/predict", {
          params: { path: { project_id: projectId } },
          body: { texts: [text], likeliest: LIKELIEST, nearest: NEAREST },
        }),
      ),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
