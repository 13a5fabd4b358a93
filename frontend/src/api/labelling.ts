import { queryOptions } from "@tanstack/react-query";
import type { Assignment } from "@/state/answer";
import type { Offer, Service } from "@/state/ports";
import type { Counts } from "@/state/labelling/progress";
import { api, body, inProject, type Schema } from "./client";
import { toAnnotation } from "./outbox/commands";
import { ApiError } from "@/state/errors";

const CONFLICT = 409;
const GONE = 404;

/** The examples of each class that has some, by its id. */
export const allExamples = (projectId: number) =>
  queryOptions({
    queryKey: ["projects", projectId, "examples"],
    queryFn: async () => {
      const path = "/api/v1/projects/{project_id}/examples";
      const { classes } = await body(api.GET(path, inProject(projectId)));
      return new Map(classes.map(({ class_id: id, examples }) => [id, examples]));
    },
  });

/** The service as one person labelling one project needs it. */
export function labellingService(projectId: number): Service {
  const project = { project_id: projectId };
  const assignment = (id: number) => ({ params: { path: { ...project, assignment_id: id } } });

  return {
    assign: async (wanted) => {
      const answer = await api.POST("/api/v1/projects/{project_id}/assignments", {
        params: { path: project },
        body: wanted,
      });
      return toOffer(await body(Promise.resolve(answer)), serverTime(answer.response));
    },

    answerAndNext: async (id, given, wanted) => {
      const answer = await api.POST("/api/v1/projects/{project_id}/answer-and-next", {
        params: { path: project },
        body: { id, ...toAnnotation(given), ...wanted },
      });
      const { answered, next } = await body(Promise.resolve(answer));
      const { status, refusal } = answered;
      return {
        refusal: refusal ? new ApiError(status, refusal.code, refusal.detail) : null,
        next: toOffer(next, serverTime(answer.response)),
      };
    },

    renew: async (id) => {
      try {
        const answer = await api.POST(
          "/api/v1/projects/{project_id}/assignments/{assignment_id}/renew",
          assignment(id),
        );
        const lease = await body(Promise.resolve(answer));
        return Date.parse(lease.expires_at) - serverTime(answer.response);
      } catch (error) {
        if (error instanceof ApiError && [CONFLICT, GONE].includes(error.status)) return null;
        throw error;
      }
    },

    giveBack: async (assignments) => {
      await api.POST("/api/v1/projects/{project_id}/assignments:release", {
        params: { path: project },
        body: { assignments: [...assignments] },
        // It also runs when the tab is closing.
        keepalive: true,
      });
    },

    takeAlong: async (items, hours) => {
      const answer = await api.POST("/api/v1/projects/{project_id}/assignments:take-along", {
        params: { path: project },
        body: { items, hours },
      });
      return toOffer(await body(Promise.resolve(answer)), serverTime(answer.response));
    },

    counts: async () => {
      const progress = await body(
        api.GET("/api/v1/projects/{project_id}/progress", { params: { path: project } }),
      );
      return toCounts(progress);
    },
  };
}

function toOffer(offer: Schema<"Offer">, now: number): Offer {
  return {
    assignments: offer.assignments.map((one) => toAssignment(one, now)),
    reason: offer.reason?.code ?? null,
    retryAfter: offer.retry_after,
  };
}

function toAssignment(one: Schema<"Lease">, now: number): Assignment {
  return {
    id: one.id,
    item: one.item,
    flagged: one.flagged,
    suggestions: one.suggestions,
    leaseFor: Date.parse(one.expires_at) - now,
  };
}

function toCounts(progress: Schema<"Progress">): Counts {
  const { next_round: round, today: mineToday, classes_version: classes, ...rest } = progress;
  const { others_must_audit: mayNotAudit, ...same } = rest;
  return { round, mineToday, classes, mayNotAudit, ...same };
}

/** The clock that leases are measured by: the device's own may be hours off. */
function serverTime(response: Response): number {
  const date = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(date) ? Date.now() : date;
}
