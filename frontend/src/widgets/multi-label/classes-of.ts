import type { Answer } from "@/state/answer";
import { words } from "@/words/terms/answers";
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

/** What is asked of an item that has an answer: the same where every class of it is offered. */
export function askedOf<Of extends Asked>(asked: Of, has: Answer | null): Of & Pick<Asked, "gone"> {
  const offered = new Set(asked.classes.map(({ name }) => name));
  const gone = classesOf(has).filter((name) => !offered.has(name));
  if (gone.length === 0) return asked;
  // No class that there is has such an id.
  const shown = gone.map((name, at) => ({ id: -1 - at, name, description: words.noLongerOffered }));
  return { ...asked, gone: shown };
}

/** What answers to an item may name, ascending. */
export function tidy(answer: Answer, asked: Pick<Asked, "classes" | "gone">): ClassesAnswer {
  const offered = new Set([...asked.classes, ...(asked.gone ?? [])].map(({ name }) => name));
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
