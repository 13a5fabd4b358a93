import type { Answer } from "@/state/answer";

/** An answer of this widget: the name of a class. */
export interface ClassAnswer {
  class: string;
}

const RECENT = 10;

/** The class that an answer names. What is kept on a device may be of another kind: then none. */
export function classOf(answer: Answer | null): string | null {
  const name = (answer as Partial<ClassAnswer> | null)?.class;
  return typeof name === "string" ? name : null;
}

export const answerOf = (name: string): ClassAnswer => ({ class: name });

/** Classes used lately, each once, the latest first. */
export function recentClasses(given: readonly Answer[]): string[] {
  const names = given.map(classOf).filter((name) => name !== null);
  return [...new Set(names)].slice(0, RECENT);
}
