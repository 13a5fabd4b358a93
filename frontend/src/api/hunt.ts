import { queryOptions } from "@tanstack/react-query";
import type { HuntService } from "@/state/hunt/hunt";
import { api, body } from "./client";

interface HuntedClass {
  project_id: number;
  class_id: number;
}

const AHEAD = 5;
const HUNT = "/api/v1/projects/{project_id}/classes/{class_id}/hunt";
const LOOK = "/api/v1/projects/{project_id}/classes/{class_id}/hunt/{look_id}";
const EXAMPLES = "/api/v1/projects/{project_id}/classes/{class_id}/examples";

/** The service as somebody who looks for the items of a class needs it. */
export function huntService(path: HuntedClass): HuntService {
  // Said as the page is being left, it is still sent.
  const look = (id: string) => ({ params: { path: { ...path, look_id: id } }, keepalive: true });
  return {
    tally: () => body(api.GET(HUNT, { params: { path } })),
    candidates: async (passedOver) => {
      const wanted = { limit: AHEAD, passed_over: passedOver };
      const found = await body(api.POST(HUNT, { params: { path }, body: wanted }));
      return found.candidates;
    },
    look: (id, itemId, verdict) => {
      const answer = verdict === null ? null : { class: verdict };
      return body(api.PUT(LOOK, { ...look(id), body: { item_id: itemId, answer } }));
    },
    undo: (id) => body(api.DELETE(LOOK, look(id))),
  };
}

export const classExamples = (path: HuntedClass) =>
  queryOptions({
    queryKey: ["projects", path.project_id, "classes", path.class_id, "examples"],
    queryFn: async () => (await body(api.GET(EXAMPLES, { params: { path } }))).examples,
  });

export async function saveExamples(path: HuntedClass, examples: string[]): Promise<string[]> {
  const kept = await body(api.PUT(EXAMPLES, { params: { path }, body: { examples } }));
  return kept.examples;
}

export async function changeDescription(path: HuntedClass, description: string): Promise<void> {
  await api.PATCH("/api/v1/projects/{project_id}/classes/{class_id}", {
    params: { path },
    body: { description },
  });
}
