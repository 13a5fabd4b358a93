import type { Key } from "./keys";

/** What codes are made of. */
export const LETTERS: readonly Key[] = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** The letters typed so far, after one more: the first of a code waits for the second, and what is
 * no code is shown as none until the next letter begins anew. */
export function afterLetter(keys: Iterable<Key>, typed: string, letter: string): string {
  return isBeginning(keys, typed) ? typed + letter : letter;
}

/** Whether a letter is the first of a code. */
export function isBeginning(keys: Iterable<Key>, typed: string): boolean {
  return typed.length === 1 && [...keys].some((key) => key.length > 1 && key.startsWith(typed));
}
