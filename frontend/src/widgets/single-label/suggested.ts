import type { Suggestion } from "@/state/answer";
import { DIGITS, type Key } from "@/state/keys";
import type { Asked } from "../widget";
import type { ClassAnswer } from "./class-of";

/** The keys of the row of suggestions, in a project with more classes than digits. */
export const PLACES: readonly Key[] = ["1", "2", "3"];
const CONFIRMS: Key = "Enter";

type Known = Pick<Asked, "classes" | "suggests">;

/** With more classes than digits suggestions have a row of their own, and its places the digits. */
export function hasRow({ classes, suggests }: Known): boolean {
  return suggests === true && classes.length > DIGITS.length;
}

/** The keys that take a suggestion, whether the item has any or not. */
export function suggestionKeys(asked: Known): readonly Key[] {
  if (!asked.suggests) return [];
  return hasRow(asked) ? PLACES : [CONFIRMS];
}

/** The answer that each of them gives to an item with these suggestions. */
export function suggestedAnswers(
  asked: Known,
  suggestions: readonly Suggestion[],
): ReadonlyMap<Key, ClassAnswer> {
  const keys = suggestionKeys(asked);
  return new Map(
    suggestions.slice(0, keys.length).map(({ class: name }, at) => [keys[at]!, { class: name }]),
  );
}
