import type { Suggestion } from "@/state/answer";
import { DIGITS, type Key } from "@/state/keys/keys";
import type { Asked } from "../widget";

/** The keys of the row of suggestions, in a project with more classes than digits. */
export const PLACES: readonly Key[] = ["1", "2", "3", "4", "5", "6"];

type Known = Pick<Asked, "classes" | "suggests">;

/** With more classes than digits suggestions have a row of their own, and its places the digits. */
export function hasRow({ classes, suggests }: Known): boolean {
  return suggests === true && classes.length > DIGITS.length;
}

/** The keys that take a suggestion, whether the item has any or not; without a row `alone` takes the
 * likeliest, if anything does. */
export function suggestionKeys(asked: Known, alone: Key | null): readonly Key[] {
  if (!asked.suggests) return [];
  if (hasRow(asked)) return PLACES;
  return alone === null ? [] : [alone];
}

/** The class that each of these keys takes. */
export function suggestedClasses(
  keys: readonly Key[],
  suggestions: readonly Suggestion[],
): ReadonlyMap<Key, string> {
  const taken = suggestions.slice(0, keys.length);
  return new Map(taken.map(({ class: name }, at) => [keys[at]!, name]));
}
