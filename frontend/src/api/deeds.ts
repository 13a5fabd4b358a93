import type { Deed, Entry, Kind } from "@/state/deeds";
import { api, body, type Schema } from "./client";

interface InProject {
  project_id: number;
}

interface Of<One extends Kind> {
  project: InProject;
  id: string;
  deed: Extract<Deed, { kind: One }>;
}

type Sends = { [One in Kind]: (of: Of<One>) => Promise<unknown> };

// What is sent as the page is being left arrives all the same.
const keepalive = true;

/** How each kind of deed is told to the service. Each may be told again: it has an id of ours. */
const SENDS: Sends = {
  answer: ({ project, id, deed }) =>
    api.PUT("/api/v1/projects/{project_id}/annotations/{annotation_id}", {
      params: { path: { ...project, annotation_id: id } },
      body: toAnnotation(deed),
    }),
  retract: (of) => retract(of),
  skip: ({ project, deed }) => skip(project, deed.assignmentId),
  skipAgain: async ({ project, id, deed }) => {
    await retract({ project, id });
    // The text is one's own again, to be skipped as it was.
    if (deed.assignmentId !== null) await skip(project, deed.assignmentId);
  },
  note: ({ project, deed }) =>
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/notes", {
      params: { path: { ...project, item_id: deed.itemId } },
      body: { kind: deed.note, text: deed.text },
    }),
  unflag: ({ project, deed }) =>
    api.DELETE("/api/v1/projects/{project_id}/items/{item_id}/flag", {
      params: { path: { ...project, item_id: deed.itemId } },
    }),
  label: ({ project, id, deed: { items, answer } }) =>
    body(
      api.POST("/api/v1/projects/{project_id}/items:label", {
        params: { path: project },
        body: { batch: id, items: [...items], answer: { ...answer }, dry_run: false },
        keepalive,
      }),
    ),
  unlabel: ({ project, id }) =>
    api.DELETE("/api/v1/projects/{project_id}/items:label/{batch}", {
      params: { path: { ...project, batch: id } },
      keepalive,
    }),
  look: ({ project, id, deed: { classId, itemId, verdict } }) =>
    body(
      api.PUT("/api/v1/projects/{project_id}/classes/{class_id}/hunt/{look_id}", {
        params: { path: { ...project, class_id: classId, look_id: id } },
        body: { item_id: itemId, answer: verdict === null ? null : { class: verdict } },
        keepalive,
      }),
    ),
  unlook: ({ project, id, deed }) =>
    body(
      api.DELETE("/api/v1/projects/{project_id}/classes/{class_id}/hunt/{look_id}", {
        params: { path: { ...project, class_id: deed.classId, look_id: id } },
        keepalive,
      }),
    ),
  correct: ({ project, id, deed: { itemId, answer } }) =>
    api.POST("/api/v1/projects/{project_id}/review/errors/{item_id}", {
      params: { path: { ...project, item_id: itemId } },
      body: { batch: id, answer: { ...answer } },
      keepalive,
    }),
  adjudicate: ({ project, id, deed: { itemId, answer } }) =>
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/adjudicate", {
      params: { path: { ...project, item_id: itemId } },
      body: { batch: id, answer: { ...answer } },
      keepalive,
    }),
  undecide: ({ project, id }) =>
    api.DELETE("/api/v1/projects/{project_id}/review/decisions/{batch}", {
      params: { path: { ...project, batch: id } },
      keepalive,
    }),
  resolve: ({ project, deed: { noteId, reply } }) =>
    api.POST("/api/v1/projects/{project_id}/notes/{note_id}/resolve", {
      params: { path: { ...project, note_id: noteId } },
      body: { reply },
      keepalive,
    }),
  reopen: async ({ project, deed: { noteId, reply } }) => {
    const params = { path: { ...project, note_id: noteId } };
    await api.POST("/api/v1/projects/{project_id}/notes/{note_id}/reopen", { params, keepalive });
    if (reply !== null)
      await api.PUT("/api/v1/projects/{project_id}/notes/{note_id}/reply", {
        params,
        body: { text: reply },
        keepalive,
      });
  },
};

/** Tells the service of a deed; what it says to that. */
export function sendDeed(projectId: number, { id, deed }: Entry): Promise<unknown> {
  const send = SENDS[deed.kind] as (of: Of<Kind>) => Promise<unknown>;
  return send({ project: { project_id: projectId }, id, deed });
}

export function toAnnotation(deed: Of<"answer">["deed"]): Schema<"NewAnnotation"> {
  return {
    item_id: deed.itemId,
    assignment_id: deed.assignmentId,
    answer: { ...deed.answer },
    shown_at: deed.shownAt,
    first_input_at: deed.firstInputAt,
    answered_at: deed.answeredAt,
  };
}

const retract = ({ project, id }: { project: InProject; id: string }) =>
  api.POST("/api/v1/projects/{project_id}/annotations/{annotation_id}/retract", {
    params: { path: { ...project, annotation_id: id } },
  });

const skip = (project: InProject, assignment: number) =>
  api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/skip", {
    params: { path: { ...project, assignment_id: assignment } },
    body: {},
  });
