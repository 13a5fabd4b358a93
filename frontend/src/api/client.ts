import createClient from "openapi-fetch";
import { readProblem, Unreachable } from "@/state/errors";
import { fetched } from "./ahead";
import { keptAnswer } from "./session/taken";
import type { components, paths } from "./schema";

export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** The typed client. Every call either answers or throws ApiError or Unreachable. */
export const api = createClient<paths>({ baseUrl: "", fetch: fetched });

api.use({
  onResponse: async ({ response }) => {
    if (!response.ok) throw await readProblem(response);
  },
  // Who took texts along goes on with what was answered then.
  onError: async ({ request }) => (await keptAnswer(request)) ?? new Unreachable(),
});

/** The body of an answer that has one. */
export async function body<Data>(answer: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await answer;
  if (data === undefined) throw new Unreachable();
  return data;
}

/** What a request says of the project it is about, and what it asks for. */
export function inProject(id: number): { params: { path: { project_id: number } } };
export function inProject<Query>(
  id: number,
  query: Query,
): { params: { path: { project_id: number }; query: Query } };
export function inProject(id: number, query?: object) {
  return { params: { path: { project_id: id }, ...(query && { query }) } };
}
