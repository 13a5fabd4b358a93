import { queryOptions } from "@tanstack/react-query";
import type { HuntService } from "@/state/hunt/hunt";
import { api, body } from "./client";

interface HuntedClass {
  project_id: number;
  class_id: number;
}

const AHEAD = 5;
const HUNT = "/api/v1/projects/{project_id}/classes/{class_id}/hunt";
const EXAMPLES = "/api/v1/projects/{project_id}/classes/{class_id}/examples";

/** The service as somebody who looks for the items of a class reads it. `like`: texts
 * that look like them. */
export function huntService(path: HuntedClass, like: readonly number[]): HuntService {
  return {
    tally: () => body(api.GET(HUNT, { params: { path } })),
    candidates: async (passedOver) => {
      const wanted = { limit: AHEAD, passed_over: passedOver, like: [...like] };
      const found = await body(api.POST(HUNT, { params: { path }, body: wanted }));
      return found.candidates;
    },
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
