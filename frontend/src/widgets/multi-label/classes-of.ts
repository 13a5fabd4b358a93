import type { Answer } from "@/state/answer";
import type { Asked } from "../widget";

/** An answer of this widget: names of classes, in the order in which they were chosen. */
export interface ClassesAnswer {
  classes: readonly string[];
}

export const NOTHING: ClassesAnswer = { classes: [] };

const RECENT = 10;

/** The classes that an answer names. What is kept on a device may be of another kind: then none. */
export function classesOf(answer: Answer | null): readonly string[] {
  const names: unknown = (answer as Partial<ClassesAnswer> | null)?.classes;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** What is chosen after one more press: a class that was chosen is so no longer. */
export function toggled(chosen: Answer | null, pressed: Answer): ClassesAnswer {
  const names = classesOf(chosen);
  const others = names.filter((name) => !classesOf(pressed).includes(name));
  const added = classesOf(pressed).filter((name) => !names.includes(name));
  return { classes: [...others, ...added] };
}

/** Classes used lately, each once, the latest first. */
export function recentClasses(given: readonly Answer[]): string[] {
  return [...new Set(given.flatMap(classesOf))].slice(0, RECENT);
}

/** What a project's answers may name, ascending; of retired classes those that the text has. */
export function tidy(
  answer: Answer,
  { classes }: Pick<Asked, "classes">,
  has: Answer | null = null,
): ClassesAnswer {
  const offered = new Set([...classes.map(({ name }) => name), ...classesOf(has)]);
  return {
    classes: classesOf(answer)
      .filter((name) => offered.has(name))
      .toSorted(),
  };
}

/** In words. */
export function described(answer: Answer): string {
  return classesOf(answer).join(", ") || "none";
}
