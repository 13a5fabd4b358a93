import { QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { session } from "@/state/session";
import { words } from "@/words/common";
import { api, body, inProject, type Schema } from "./client";
import { ApiError, isPassing, isSignedOut } from "@/state/errors";
import { askAheadNextTime } from "./ahead";
import { everything } from "./everything";

/** How long until what failed again and again is asked again, at most. */
const LONGEST = 30_000;

interface Asked<Data> {
  state: { status: string; data: Data | undefined; errorUpdateCount: number };
}

/** How often something is read again, false for never; what fails, ever more seldom. */
export const every =
  <Data>(usual: number | false | ((data: Data | undefined) => number)) =>
  ({ state }: Asked<Data>): number | false => {
    const pause = typeof usual === "function" ? usual(state.data) : usual;
    if (state.status !== "error") return pause;
    return Math.min(
      LONGEST,
      Math.max(pause || 0, 1_000 * 2 ** Math.min(state.errorUpdateCount, 5)),
    );
  };

export type Project = Schema<"ProjectDetails">;
export type ProjectSummary = Schema<"ListedProject">;
export type Curve = Schema<"Curve">;
export type Import = Schema<"ImportReport">;

/** What the page has read from the service. A 401 anywhere ends the session everywhere. */
export function createQueries(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) session.set("signed-out");
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // Once, against a connection that just closed; then whoever looks is told, with a way to
        // try again. What is read every few seconds tries by itself.
        retry: (failures, error) => isPassing(error) && failures < 1,
        retryDelay: 300,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** Who is signed in. Asked before anything else: what only they may read would be refused, and a
 * refusal is an error in the browser's console. */
export const me = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const { user } = await body(api.GET("/api/v1/session"));
    if (user === null) throw new ApiError(401, "unauthorized", words.signedOut);
    askAheadNextTime();
    return user;
  },
  staleTime: Infinity,
  refetchInterval: every(false),
});

const READINESS_LOOK_AGAIN = 3_000;

/** Whether the service takes what is sent: the same however many ask, for a second. */
export const readiness = queryOptions({
  queryKey: ["readyz"],
  queryFn: () => body(api.GET("/readyz")),
  retry: false,
  refetchInterval: READINESS_LOOK_AGAIN,
});

export const waysIn = queryOptions({
  queryKey: ["sign-in"],
  queryFn: () => body(api.GET("/api/v1/sign-in")),
});

export const projects = queryOptions({
  queryKey: ["projects"],
  queryFn: () =>
    everything((query) =>
      body(api.GET("/api/v1/projects", { params: { query: { ...query, standing: true } } })),
    ),
});

export const archivedProjects = queryOptions({
  queryKey: ["projects", "archived"],
  queryFn: () =>
    everything((query) =>
      body(api.GET("/api/v1/projects", { params: { query: { ...query, archived: true } } })),
    ),
});

export const project = (id: number) =>
  queryOptions({
    queryKey: ["projects", id],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}", inProject(id))),
    refetchInterval: every(false),
  });

export const stats = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "stats"],
    queryFn: () => body(api.GET("/api/v1/projects/{project_id}/stats", inProject(id))),
  });

export const curve = (id: number) =>
  queryOptions({
    queryKey: ["projects", id, "curve"],
    // It comes as a table where one is asked for, and as this where none is.
    queryFn: () =>
      body(api.GET("/api/v1/projects/{project_id}/curve", inProject(id))) as Promise<Curve>,
  });

/** How texts can be chosen, each way in its newest version: the same as long as the service runs. */
export const strategies = queryOptions({
  queryKey: ["strategies"],
  queryFn: () => everything((query) => body(api.GET("/api/v1/strategies", { params: { query } }))),
  // A name alone means the newest, and older ones are listed before it.
  select: (found) => [...new Map(found.map((each) => [each.name, each])).values()],
  staleTime: Infinity,
});

/** What turns texts into vectors. */
export const encoders = queryOptions({
  queryKey: ["encoders"],
  queryFn: () => everything((query) => body(api.GET("/api/v1/encoders", { params: { query } }))),
});
