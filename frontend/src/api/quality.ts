import { queryOptions } from "@tanstack/react-query";
import { api, body, inProject, type Schema } from "./client";
import { everything } from "./everything";
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

/** Where a page of rounds begins: the first has the number 0. */
const from = (number: number) => (number > 0 ? { cursor: String(number - 1) } : {});

/** A round as it was measured: it changes no more. */
export const pastRound = (id: number, number: number) =>
  queryOptions({
    queryKey: ["projects", id, "rounds", number],
    queryFn: async () => {
      const query = { ...from(number), limit: 1 };
      const path = "/api/v1/projects/{project_id}/rounds";
      const page = await body(api.GET(path, { params: { path: { project_id: id }, query } }));
      return page.results[0] ?? null;
    },
    staleTime: Infinity,
  });

/** What settings were, from when on, the first come first. */
export const settingsHistory = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "settings-history"],
    queryFn: () =>
      everything((query) =>
        body(
          api.GET("/api/v1/projects/{project_id}/settings-history", {
            params: { path: { project_id: id }, query },
          }),
        ),
      ),
  });

/** When each of the last rounds was measured; the first of them comes first. */
export const lastRounds = (id: number, latest: number) =>
  queryOptions({
    queryKey: ["projects", id, "rounds", "last", latest],
    queryFn: async () => {
      const query = { ...from(latest - MOST_ROUNDS + 1), limit: MOST_ROUNDS };
      const path = "/api/v1/projects/{project_id}/rounds";
      return (await body(api.GET(path, { params: { path: { project_id: id }, query } }))).results;
    },
  });

/** Each has all that it takes to replay it. */
const MOST_ROUNDS = 50;

/** A table of it as a file. */
export const tableAddress = (id: number, table: string, format: string): string =>
  `/api/v1/projects/${id}/quality?format=${format}&table=${table}`;
