import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, inProject, type Schema } from "./client";
import { everything } from "./everything";
import { every, stats } from "./queries";

export type Stats = Schema<"Stats">;
export type Job = Schema<"JobStatus">;
export type JobKind = Schema<"JobKind">;
export type { Import } from "./queries";

const LIVE = 2_000;
const QUIET = 5_000;
const LOOK_AGAIN = 15_000;

/** The figures of a project, again and again: often while something runs. */
export const liveStats = (id: number) =>
  queryOptions({
    ...stats(id),
    refetchInterval: every((data) => (data?.jobs.length ? LIVE : QUIET)),
  });

/** What the project says of whoever is signed in. */
export const progress = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "progress"],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/progress", inProject(id))),
    refetchInterval: every(LOOK_AGAIN),
  });

/** What kinds of background work there are, in words: the same as long as the service runs. */
export const jobKinds = queryOptions({
  queryKey: ["job-kinds"],
  queryFn: () => everything((query) => body(api.GET("/api/v1/job-kinds", { params: { query } }))),
  staleTime: Infinity,
});

/** What kinds of file labels can be taken away in, in the order of a menu. */
export const exportFormats = queryOptions({
  queryKey: ["export-formats"],
  queryFn: () =>
    everything((query) => body(api.GET("/api/v1/export-formats", { params: { query } }))),
  staleTime: Infinity,
});

/** What a curve depends on: when none of it has changed, the curve hasn't either. */
export function curveStamp({ labels, last_round, jobs }: Stats): string {
  const measuring = jobs.filter(({ kind }) => kind === "measure").map(({ id }) => id);
  return [labels, last_round?.number, last_round?.measured_at, ...measuring].join(" ");
}

export const imports = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "imports"],
    queryFn: () =>
      everything((query) =>
        body(api.GET("/api/v1/projects/{project_id}/imports", inProject(id, query))),
      ),
    refetchInterval: every((data) =>
      data?.some((one) => one.state === "running") ? LIVE : LOOK_AGAIN,
    ),
  });

export const members = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "members"],
    queryFn: () =>
      everything((query) =>
        body(api.GET("/api/v1/projects/{project_id}/members", inProject(id, query))),
      ),
    refetchInterval: every(LOOK_AGAIN),
  });

/** People whose answers count no longer. */
export const setAside = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "set-aside"],
    queryFn: () =>
      everything((query) =>
        body(api.GET("/api/v1/projects/{project_id}/set-aside", inProject(id, query))),
      ),
    refetchInterval: LOOK_AGAIN,
  });

export const invitations = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "invitations"],
    queryFn: () =>
      everything((query) =>
        body(api.GET("/api/v1/projects/{project_id}/invitations", inProject(id, query))),
      ),
    staleTime: 0, // every use of a link changes it
  });

/** What to do next; read again when something has changed, and from time to time. */
export const nextStep = (id: number, { labels, items, last_round }: Stats) =>
  queryOptions({
    queryKey: ["projects", id, "next-step", items, labels, last_round?.measured_at],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/next-step", inProject(id))),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: every(LOOK_AGAIN),
  });

/** What other encoders would bring; read again when a trial begins or ends, and from time to time:
 * a short job may have ended before anybody saw it. */
export const encoderTrial = (id: number, jobs: readonly Job[]) =>
  queryOptions({
    queryKey: ["projects", id, "encoder-trial", ...jobs.map((job) => job.id)],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/encoder-trial", inProject(id))),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: every(LOOK_AGAIN),
  });

/** The views of own vectors; read again when a file is sent, or taken in, and from time to time. */
export const ownVectors = (id: number, jobs: readonly Job[]) =>
  queryOptions({
    queryKey: ["projects", id, "vectors", ...jobs.map((job) => job.id)],
    queryFn: () =>
      everything((query) =>
        body(api.GET("/api/v1/projects/{project_id}/vectors", inProject(id, query))),
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: every(LOOK_AGAIN),
  });

/** What the project has cost so far. */
export const bill = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "bill"],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/bill", inProject(id))),
    refetchInterval: every(LOOK_AGAIN),
  });

export const conflicts = (id: number, importId: number) =>
  queryOptions({
    queryKey: ["projects", id, "imports", importId, "conflicts"],
    queryFn: () =>
      body(
        api.GET("/api/v1/projects/{project_id}/imports/{import_id}/conflicts", {
          params: { path: { project_id: id, import_id: importId }, query: { limit: 500 } },
        }),
      ),
  });

export const rejected = (id: number, importId: number) =>
  queryOptions({
    queryKey: ["projects", id, "imports", importId, "rejected"],
    queryFn: () =>
      body(
        api.GET("/api/v1/projects/{project_id}/imports/{import_id}/rejected", {
          params: { path: { project_id: id, import_id: importId }, query: { limit: 500 } },
        }),
      ),
  });
