import type { Assignment } from "@/state/answer";
import type { Deed, Given } from "@/state/outbox-storage";
import type { Offer, Service } from "@/state/ports";
import type { Counts } from "@/state/progress";
import { api, body, type Schema } from "./client";
import { ApiError } from "./errors";

const CONFLICT = 409;
const GONE = 404;

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

    answerAndNext: async (deed, wanted) => {
      const answer = await api.POST("/api/v1/projects/{project_id}/answer-and-next", {
        params: { path: project },
        body: { id: deed.annotation, ...toAnnotation(deed), ...wanted },
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

    release: async (id) => {
      await api
        .POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/release", {
          ...assignment(id),
          // It also runs when the tab is closing.
          keepalive: true,
        })
        // Its lease ends by itself; whatever went wrong, nothing is lost.
        .catch(() => {});
    },

    send: (deed) => send(deed, project),

    counts: async () => {
      const progress = await body(
        api.GET("/api/v1/projects/{project_id}/progress", { params: { path: project } }),
      );
      return toCounts(progress);
    },
  };
}

async function send(deed: Deed, project: { project_id: number }): Promise<void> {
  switch (deed.kind) {
    case "answer":
      await api.PUT("/api/v1/projects/{project_id}/annotations/{annotation_id}", {
        params: { path: { ...project, annotation_id: deed.annotation } },
        body: toAnnotation(deed),
      });
      return;
    case "retract":
      await api.POST("/api/v1/projects/{project_id}/annotations/{annotation_id}/retract", {
        params: { path: { ...project, annotation_id: deed.annotation } },
      });
      return;
    case "skip":
      await api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/skip", {
        params: { path: { ...project, assignment_id: deed.assignmentId } },
        body: {},
      });
      return;
    case "note":
      await api.POST("/api/v1/projects/{project_id}/items/{item_id}/notes", {
        params: { path: { ...project, item_id: deed.itemId } },
        body: { kind: deed.note, text: deed.text },
      });
      return;
    case "unflag":
      await api.DELETE("/api/v1/projects/{project_id}/items/{item_id}/flag", {
        params: { path: { ...project, item_id: deed.itemId } },
      });
  }
}

function toAnnotation(deed: Given): Schema<"NewAnnotation"> {
  return {
    item_id: deed.itemId,
    assignment_id: deed.assignmentId,
    answer: { ...deed.answer },
    shown_at: deed.shownAt,
    first_input_at: deed.firstInputAt,
    answered_at: deed.answeredAt,
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
  const { next_round: round, today: mineToday, classes_version: classes, ...same } = progress;
  return { round, mineToday, classes, ...same };
}

/** The clock that leases are measured by: the device's own may be hours off. */
function serverTime(response: Response): number {
  const date = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(date) ? Date.now() : date;
}
