import type { Part } from "@/state/review/work-list";
import { api, body, type Schema } from "./client";

export type SuspectedError = Schema<"SuspectedError">;
export type Disagreement = Schema<"Disagreement">;
export type SkippedText = Schema<"SkippedText">;
export type ReviewNote = Schema<"ReviewNote">;
export type Agreement = Schema<"AgreementReport">;

interface Page<Row> {
  results: Row[];
  next: string | null;
  total: number | null;
}

const PAGE = 100;

/** What is looked at again in a project. */
export function reviewService(projectId: number) {
  const project = { project_id: projectId };
  const asked = (cursor: string | null) => ({
    limit: PAGE,
    ...(cursor === null ? {} : { cursor }),
  });
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
    skipped: async (cursor: string | null) =>
      part(
        await body(
          api.GET("/api/v1/projects/{project_id}/review/skipped", {
            params: { path: project, query: asked(cursor) },
          }),
        ),
      ),
    /** Has people asked about a text that they skipped. */
    askAgain: async (item: number) => {
      await api.POST("/api/v1/projects/{project_id}/review/skipped/{item_id}/ask-again", {
        params: { path: { ...project, item_id: item } },
      });
    },
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
    reopen: async (note: number) => {
      await api.POST("/api/v1/projects/{project_id}/notes/{note_id}/reopen", {
        params: { path: { ...project, note_id: note } },
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
