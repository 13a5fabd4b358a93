import { words } from "@/words/data/files";
import { LONGEST_TEXT } from "./limits";
import { folded } from "./labels/names";
import type { SetsOf } from "./labels/separators";

/** A file as a table, as far as it has been read. */
export interface Table {
  format: Format;
  /** As the person knows it, and as a TextDecoder does. */
  encoding: string;
  delimiter: string | null;
  columns: string[];
  /** The first rows, a cell per column. */
  rows: string[][];
  /** Rows that can be used, and rows read. */
  kept: number;
  read: number;
  /** Lines that can't be used; only the first are listed. */
  bad: BadLine[];
  /** How often each value of a column occurs, as the name of a class; a column with too many or too
   * long values has none. */
  values: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** In how many rows a column has what can't be the name of a class. */
  nameless: ReadonlyMap<string, number>;
  /** The same of columns whose rows may have several labels. */
  sets: SetsOf;
  /** Rows that say anything in a column, where that isn't the sum of its values. */
  answered?: ReadonlyMap<string, number>;
  done: boolean;
  /** Whether it was read to its end. A very large file is looked at as far as is quick. */
  whole: boolean;
  /** How many rows there are, where a file says so at once. */
  total: number | null;
  packed: boolean;
}

export type Format = "csv" | "ndjson" | "json" | "parquet" | "lines";

export interface BadLine {
  line: number;
  reason: string;
}

/** Which columns mean what. */
export interface Columns {
  text: string;
  id: string | null;
}

export const PREVIEW_ROWS = 5;
export const LISTED = 100;

const TEXT_NAMES =
  /^(text|texts|body|message|content|sentence|utterance|question|query|review|comment|description|document|tweet|post|abstract|title|input)$/i;
const ID_NAMES = /^(id|uuid|guid|key|ref|reference|external_?id|.*_id|.*Id)$/;
export const LABEL_NAMES =
  /^(label|labels|class|category|intent|topic|target|tag|sentiment|answer|type|y)$/i;

/** Whether files often have a column of this name. */
export const isUsualName = (name: string): boolean =>
  [TEXT_NAMES, ID_NAMES, LABEL_NAMES].some((names) => names.test(name));

/** The column that most likely holds what is to be read: named so, or else with the longest
 * values that aren't all numbers or addresses. */
export function guessText(columns: readonly string[], rows: readonly string[][]): string | null {
  const named = columns.find((name) => TEXT_NAMES.test(name.trim()));
  if (named !== undefined) return named;
  const lengths = columns.map((name, at) => {
    const cells = rows.map((row) => (row[at] ?? "").trim()).filter(Boolean);
    const wordy = cells.filter((cell) => !/^[\d\s.,:+-]+$|^https?:\/\/\S+$/.test(cell));
    return { name, length: wordy.reduce((sum, cell) => sum + cell.length, 0) };
  });
  const [longest] = lengths.toSorted((a, b) => b.length - a.length);
  return longest?.name ?? null;
}

/** The column that names rows, if its name says so. */
export function guessId(columns: readonly string[], text: string): string | null {
  const others = columns.filter((name) => name !== text);
  return (
    others.find((name) => name.trim() === "id") ??
    others.find((name) => ID_NAMES.test(name)) ??
    null
  );
}

export interface Candidate {
  column: string;
  values: string[];
}

/** The columns whose values can be the classes, the likeliest first. */
export function classColumns(table: Table, text: string): Candidate[] {
  const fits = (count: number) => count >= 2 && count <= table.read / 2;
  return table.columns
    .filter((name) => name !== text && fits(table.values.get(name)?.size ?? 0))
    .map((column) => ({ column, values: inOrder(spelled(table.values.get(column)!)) }))
    .sort((a, b) => rank(a) - rank(b));
}

const rank = ({ column, values }: Candidate): number =>
  values.length / (LABEL_NAMES.test(column.trim()) ? Number.MAX_SAFE_INTEGER : 1);

/** The values; of those that differ only in case, the one that is written most. */
function spelled(counts: ReadonlyMap<string, number>): string[] {
  const most = new Map<string, string>();
  for (const [value, count] of counts) {
    const other = most.get(folded(value));
    if (other === undefined || count > counts.get(other)!) most.set(folded(value), value);
  }
  return [...most.values()];
}

function inOrder(values: string[]): string[] {
  return values.sort(new Intl.Collator(undefined, { numeric: true }).compare);
}

const DELIMITERS: Record<string, string> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

/** How the file is written, in words: "CSV, separated by commas, UTF-8". */
export function writtenAs(table: Table): string {
  return table.packed ? words.packedWithGzip(unpackedAs(table)) : unpackedAs(table);
}

function unpackedAs({ format, delimiter, encoding }: Table): string {
  if (format === "parquet") return "Parquet";
  if (format === "json") return words.aJsonArray(encoding);
  if (format === "ndjson") return words.jsonLinesOf(encoding);
  if (format === "lines") return words.textLines(encoding);
  return words.csvSeparatedBy(DELIMITERS[delimiter ?? ","] ?? delimiter, encoding);
}

/** What a row is called by its number: Parquet and an array have no lines. */
export const rowNoun = ({ format }: Table): "line" | "row" =>
  format === "json" || format === "parquet" ? "row" : "line";

/** Why a text can't be an item; null when it can. The service says the same. */
export function textProblem(name: string, text: unknown): string | null {
  if (text === undefined || text === null) return `no “${name}”`;
  if (typeof text !== "string") return words.isNotAText(name);
  if (text.trim() === "") return words.isEmpty(name);
  if (text.length > LONGEST_TEXT) return words.isLongerThanCharacters(name, LONGEST_TEXT);
  if (text.includes("\0")) return words.holdsANulCharacter(name);
  return null;
}
