import type { Answer } from "@/state/answer";
import type { Part } from "@/state/review/work-list";
import { api, body, type Schema } from "./client";

export type SuspectedError = Schema<"SuspectedError">;
export type Disagreement = Schema<"Disagreement">;
export type ReviewNote = Schema<"ReviewNote">;
export type Agreement = Schema<"AgreementReport">;

interface Page<Row> {
  results: Row[];
  next: string | null;
  total: number | null;
}

const PAGE = 100;

/** What is looked at again in a project, and what is decided. */
export function reviewService(projectId: number) {
  const project = { project_id: projectId };
  const asked = (cursor: string | null) => ({
    limit: PAGE,
    ...(cursor === null ? {} : { cursor }),
  });
  const verdict = (batch: string, answer: Answer) => ({ batch, answer: { ...answer } });
  return {
    errors: async (cursor: string | null) =>
      part(
        await body(
          api.GET("/api/v1/projects/{project_id}/review/errors", {
            params: { path: project, query: asked(cursor) },
          }),
        ),
      ),
    disagreements: async (cursor: string | null) =>
      part(
        await body(
          api.GET("/api/v1/projects/{project_id}/review/disagreements", {
            params: { path: project, query: asked(cursor) },
          }),
        ),
      ),
    notes: async (cursor: string | null) =>
      part(
        await body(
          api.GET("/api/v1/projects/{project_id}/review/notes", {
            params: { path: project, query: asked(cursor) },
          }),
        ),
      ),
    /** The first of those that are done with. */
    resolved: async () => {
      const query = { ...asked(null), state: "resolved" as const };
      return body(
        api.GET("/api/v1/projects/{project_id}/review/notes", {
          params: { path: project, query },
        }),
      );
    },
    /** Keeps a label, or changes it. */
    correct: async (item: number, batch: string, answer: Answer) => {
      await api.POST("/api/v1/projects/{project_id}/review/errors/{item_id}", {
        params: { path: { ...project, item_id: item } },
        body: verdict(batch, answer),
      });
    },
    adjudicate: async (item: number, batch: string, answer: Answer) => {
      await api.POST("/api/v1/projects/{project_id}/items/{item_id}/adjudicate", {
        params: { path: { ...project, item_id: item } },
        body: verdict(batch, answer),
      });
    },
    takeBack: async (batch: string) => {
      await api.DELETE("/api/v1/projects/{project_id}/review/decisions/{batch}", {
        params: { path: { ...project, batch } },
      });
    },
    resolve: async (note: number, reply: string | null) => {
      await api.POST("/api/v1/projects/{project_id}/notes/{note_id}/resolve", {
        params: { path: { ...project, note_id: note } },
        body: { reply },
      });
    },
    reopen: async (note: number) => {
      await api.POST("/api/v1/projects/{project_id}/notes/{note_id}/reopen", {
        params: { path: { ...project, note_id: note } },
      });
    },
    reply: async (note: number, text: string) => {
      await api.PUT("/api/v1/projects/{project_id}/notes/{note_id}/reply", {
        params: { path: { ...project, note_id: note } },
        body: { text },
      });
    },
    agreement: () =>
      body(
        api.GET("/api/v1/projects/{project_id}/review/agreement", { params: { path: project } }),
      ),
  };
}

export type ReviewService = ReturnType<typeof reviewService>;

const part = <Row>({ results, next, total }: Page<Row>): Part<Row> => ({
  rows: results,
  next,
  total,
});
