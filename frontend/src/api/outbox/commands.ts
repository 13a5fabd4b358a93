import type { Command, Entry, Kind } from "@/state/outbox/commands";
import { api, body, type Schema } from "../client";

interface InProject {
  project_id: number;
}

interface Of<One extends Kind> {
  project: InProject;
  id: string;
  command: Extract<Command, { kind: One }>;
}

type Sends = { [One in Kind]: (of: Of<One>) => Promise<unknown> };

// What is sent as the page is being left arrives all the same.
const keepalive = true;

/** How each kind of command is told to the service. Each may be told again: it has an id of ours. */
const SENDS: Sends = {
  answer: ({ project, id, command }) =>
    api.PUT("/api/v1/projects/{project_id}/annotations/{annotation_id}", {
      params: { path: { ...project, annotation_id: id } },
      body: toAnnotation(command),
    }),
  retract: (of) => retract(of),
  skip: ({ project, command }) => skip(project, command.assignmentId, command.reason),
  skipAgain: async ({ project, id, command }) => {
    await retract({ project, id });
    // The text is one's own again, to be skipped as it was.
    if (command.assignmentId !== null) await skip(project, command.assignmentId);
  },
  note: ({ project, command }) =>
    api.POST("/api/v1/projects/{project_id}/items/{item_id}/notes", {
      params: { path: { ...project, item_id: command.itemId } },
      body: { kind: command.note, text: command.text },
    }),
  unflag: ({ project, command }) =>
    api.DELETE("/api/v1/projects/{project_id}/items/{item_id}/flag", {
      params: { path: { ...project, item_id: command.itemId } },
    }),
  label: ({ project, id, command: { items, answer, unlabelledOnly = false } }) =>
    body(
      api.POST("/api/v1/projects/{project_id}/items:label", {
        params: { path: project },
        body: {
          ...{ batch: id, items: [...items], answer: { ...answer } },
          ...{ unlabelled_only: unlabelledOnly, dry_run: false },
        },
        keepalive,
      }),
    ),
  unlabel: ({ project, id }) =>
    api.DELETE("/api/v1/projects/{project_id}/items:label/{batch}", {
      params: { path: { ...project, batch: id } },
      keepalive,
    }),
  exclude: ({ project, command: { items, back } }) => exclude(project, items, back),
  unexclude: ({ project, command: { items, back } }) => exclude(project, items, !back),
  look: ({ project, id, command: { classId, itemId, verdict } }) =>
    body(
      api.PUT("/api/v1/projects/{project_id}/classes/{class_id}/hunt/{look_id}", {
        params: { path: { ...project, class_id: classId, look_id: id } },
        body: { item_id: itemId, answer: verdict === null ? null : { class: verdict } },
        keepalive,
      }),
    ),
  unlook: ({ project, id, command }) =>
    body(
      api.DELETE("/api/v1/projects/{project_id}/classes/{class_id}/hunt/{look_id}", {
        params: { path: { ...project, class_id: command.classId, look_id: id } },
        keepalive,
      }),
    ),
  correct: ({ project, id, command: { itemId, answer } }) =>
    api.POST("/api/v1/projects/{project_id}/review/errors/{item_id}", {
      params: { path: { ...project, item_id: itemId } },
      body: { batch: id, answer: { ...answer } },
      keepalive,
    }),
  adjudicate: ({ project, id, command: { itemId, answer } }) =>
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
  resolve: ({ project, command: { noteId, reply } }) =>
    api.POST("/api/v1/projects/{project_id}/notes/{note_id}/resolve", {
      params: { path: { ...project, note_id: noteId } },
      body: { reply },
      keepalive,
    }),
  reopen: async ({ project, command: { noteId, reply } }) => {
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

/** Tells the service of a command; what it says to that. */
export function sendCommand(projectId: number, { id, command }: Entry): Promise<unknown> {
  const send = SENDS[command.kind] as (of: Of<Kind>) => Promise<unknown>;
  return send({ project: { project_id: projectId }, id, command });
}

export function toAnnotation(command: Of<"answer">["command"]): Schema<"NewAnnotation"> {
  return {
    item_id: command.itemId,
    assignment_id: command.assignmentId,
    answer: { ...command.answer },
    shown_at: command.shownAt,
    first_input_at: command.firstInputAt,
    answered_at: command.answeredAt,
  };
}

/** The service takes 500 at once. */
const MOST_EXCLUDED = 500;

async function exclude(project: InProject, items: readonly number[], back: boolean) {
  const done = { changed: 0, unchanged: 0, passed_over: 0 };
  for (let from = 0; from < items.length; from += MOST_EXCLUDED) {
    const params = { path: project };
    const sent = { params, body: { items: items.slice(from, from + MOST_EXCLUDED) } };
    const part = await body(
      back
        ? api.POST("/api/v1/projects/{project_id}/items:bring-back", sent)
        : api.POST("/api/v1/projects/{project_id}/items:exclude", sent),
    );
    done.changed += part.changed;
    done.passed_over += part.passed_over;
  }
  return done;
}

const retract = ({ project, id }: { project: InProject; id: string }) =>
  api.POST("/api/v1/projects/{project_id}/annotations/{annotation_id}/retract", {
    params: { path: { ...project, annotation_id: id } },
  });

const skip = (project: InProject, assignment: number, reason?: string) =>
  api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/skip", {
    params: { path: { ...project, assignment_id: assignment } },
    body: reason === undefined ? {} : { reason },
  });
