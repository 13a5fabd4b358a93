import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, inProject, type Schema } from "./client";
import { everything } from "./everything";
import { every } from "./queries";

export type Likely = Schema<"LikelyClass">;

/** So many classes are asked for, and explained. */
export const LIKELIEST = 3;
const NEAREST = 2;

/** What the model says of a text, which isn't asked of an empty one. */
export const prediction = (projectId: number, text: string) =>
  queryOptions({
    queryKey: ["projects", projectId, "predict", text],
    queryFn: () =>
      body(
        api.POST("/api/v1/projects/{project_id}/predict", {
          ...inProject(projectId),
          body: {
            ...{ texts: [text], likeliest: LIKELIEST, nearest: NEAREST },
            ...{ vectors: {}, trial: true },
          },
        }),
      ),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });

const LIVE = 1_000;
const LOOK_AGAIN = 10_000;

export type Rung = Schema<"Rung">;

/** The model as a file: the last one that was prepared, and what has come since. */
export const packedModel = (projectId: number, rung: Rung) =>
  queryOptions({
    queryKey: ["projects", projectId, "model", rung],
    queryFn: () =>
      body(api.GET("/api/v1/projects/{project_id}/model", inProject(projectId, { rung }))),
    refetchInterval: every((data) => (data?.reason?.code === "under_way" ? LIVE : LOOK_AGAIN)),
  });

export const prepareModel = (projectId: number, rung: Rung) =>
  body(api.POST("/api/v1/projects/{project_id}/model", inProject(projectId, { rung })));

export const modelAddress = (projectId: number, rung: Rung) =>
  `/api/v1/projects/${projectId}/model/file?rung=${rung}`;

export type DriftReport = Schema<"DriftReport">;

export type FreshCheck = Schema<"FreshCheck">;

/** Texts of today, compared with those of the project's pool; some of them checked by hand. */
export const drift = (
  projectId: number,
  texts: readonly string[],
  checks: readonly FreshCheck[] = [],
  comparison: number | null = null,
): Promise<DriftReport> =>
  body(
    api.POST("/api/v1/projects/{project_id}/drift", {
      ...inProject(projectId),
      body: { texts: [...texts], vectors: {}, checks: [...checks], comparison },
    }),
  );

/** All that is known of texts of today: what was compared, and what the model is used on. */
export const allDrift = (id: number) => ["projects", id, "drift"] as const;

export type Usage = Schema<"Usage">;

/** What programs asked the model about, compared with the project's texts. */
export const usage = (id: number) =>
  queryOptions({
    queryKey: [...allDrift(id), "usage"],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/usage", inProject(id))),
    refetchInterval: every(LOOK_AGAIN),
  });

export type PastDrift = Schema<"PastDrift">;

/** What such comparisons found so far, the first come first. */
export const pastDrift = (id: number) =>
  queryOptions({
    queryKey: [...allDrift(id), "past"],
    queryFn: () =>
      everything((query) =>
        body(
          api.GET("/api/v1/projects/{project_id}/drift", {
            params: { path: { project_id: id }, query },
          }),
        ),
      ),
  });
