import { isUsualName } from "./table";

/** How a table is read, where a file leaves that open. */
export interface Manner {
  /** What the first line is; null leaves it to a guess. "lines": no line is more than a text. */
  rows: Rows | null;
  /** Whether quotation marks are letters like others. */
  letters: boolean;
  /** Whether fields that are too many in a row belong to its text. */
  joins: boolean;
}

export const ROWS = ["named", "unnamed", "lines"] as const;
export type Rows = (typeof ROWS)[number];

export const USUAL: Manner = { rows: null, letters: false, joins: false };

const NAME_WORDS = 3;
const NAME_LETTERS = 60;

/** Whether the name of a column is more likely a text, as the service has it too. */
export const isLikeAText = (name: string): boolean =>
  /[?!.…。？！]$/.test(name) ||
  name.trim().split(/\s+/).length > NAME_WORDS ||
  [...name].length > NAME_LETTERS;

/** Whether the first row is one like the others: it has a text, or what the rows below have too. */
export function isLikeARow(first: readonly string[], below: readonly string[][]): boolean {
  if (first.some((name) => isLikeAText(name.trim()))) return true;
  const said = (name: string, at: number) =>
    name.trim() !== "" && below.filter((row) => row[at]?.trim() === name.trim()).length > 1;
  return first.length > 1 && first.some(said);
}

const FIGURES = /^[\d\s.,:+/-]+$/;

/** What the first row is, where it may be one like the others: it names columns if one of them has
 * figures below a word, or has a usual name. */
export function guessRows(first: readonly string[], below: readonly string[][]): Rows {
  const isNamed = (name: string, at: number) =>
    isUsualName(name.trim()) ||
    (!FIGURES.test(name) && below.length > 0 && below.every((row) => FIGURES.test(row[at] ?? "")));
  return isLikeARow(first, below) && !first.some(isNamed) ? "unnamed" : "named";
}

/** The names of columns that have none, as the service calls them. */
export const unnamed = (count: number): string[] =>
  count === 1 ? ["text"] : Array.from({ length: count }, (_, at) => `column_${at + 1}`);
