import { answerKind } from "@/state/answer-kinds";
import { LONGEST_NAME, MOST_CLASSES } from "../limits";
import { className, nameIn } from "./names";
import { SEPARATORS, type Separator, type Sets, type SetsOf } from "./separators";
import { LABEL_NAMES, type Table } from "../table";

/** Collects the labels of columns whose rows may have several. */
export class SetCounter {
  readonly found = new Map<string, Map<Separator, Counting>>();

  add(column: string, value: unknown): void {
    const ways = this.found.get(column) ?? new Map<Separator, Counting>();
    for (const separator of SEPARATORS) {
      const names = namesIn(value, separator);
      if (names === null) continue;
      const of = ways.get(separator) ?? {
        rows: 0,
        several: 0,
        counts: new Map<string, number>(),
        full: false,
      };
      of.rows += 1;
      if (names.length > 1) of.several += 1;
      for (const name of of.full ? [] : names) of.counts.set(name, (of.counts.get(name) ?? 0) + 1);
      of.full ||= of.counts.size > MOST_CLASSES || names.some((n) => n.length > LONGEST_NAME);
      ways.set(separator, of);
    }
    if (ways.size > 0) this.found.set(column, ways);
  }

  /** As far as it was counted; columns of which no row has several aren't in it. */
  sets(): SetsOf {
    return new Map(
      [...this.found].map(([column, ways]) => [
        column,
        new Map([...ways].filter(([, { several, full }]) => several > 0 && !full)),
      ]),
    );
  }
}

interface Counting extends Sets {
  rows: number;
  several: number;
  counts: Map<string, number>;
  full: boolean;
}

/** The labels of a value: those of a list, or of a text with this between them, each once. Null
 * where the value says nothing, or can't be read so. */
export function namesIn(value: unknown, separator: Separator): string[] | null {
  const held = typeof value === "string" && /^\s*[[{]/.test(value) ? jsonIn(value) : value;
  if (typeof held === "string") return separator === "" ? oneIn(held) : partsOf(held, separator);
  const list = unwrapped(held);
  if (!Array.isArray(list)) return oneIn(list);
  const names = list.map((one: unknown) => (Array.isArray(one) ? null : nameIn(one)));
  return names.every((name) => name) ? [...new Set(names as string[])] : null;
}

const oneIn = (value: unknown): string[] | null => {
  const name = nameIn(value);
  return name ? [name] : null;
};

function partsOf(text: string, separator: Separator): string[] | null {
  if (text.includes("\0")) return null;
  const names = text.split(separator).map(className).filter(Boolean);
  return names.length > 0 ? [...new Set(names)] : null;
}

/** The list within what other tools put around it: Label Studio `{"choices": […]}`, Argilla a list of
 * people's responses, of which those that were submitted count, where they don't differ. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("choices" in value && Array.isArray(value.choices)) return value.choices;
  if (!Array.isArray(value) || value.length === 0) return value;
  const given: unknown[] = value;
  const responses = given.every(isResponse)
    ? given
        .filter(({ status }) => status === undefined || status === "submitted")
        .map((one) => one.value)
    : given;
  if (responses.length === 0) return null;
  if (!responses.every((one) => Array.isArray(one))) return value;
  return new Set(responses.map(spelt)).size === 1 ? responses[0] : value;
}

const isResponse = (one: unknown): one is { value: unknown; status?: unknown } =>
  typeof one === "object" && one !== null && "value" in one;

/** The same for lists of the same names, in whatever order. */
const spelt = (names: readonly unknown[]): string =>
  JSON.stringify([...new Set(names.map((name) => JSON.stringify(name)))].toSorted());

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const PLURAL = /^(labels|classes|categories|tags|topics|intents|emotions|genres|keywords)$/i;
/** A mark that stands in fewer of the rows separates nothing. */
const SHARE = 0.05;
const REPEATED = 2;

/** How the labels of a column are told apart, if rows seem to have several. */
export function separatorOf({ sets }: Table, column: string): Separator | null {
  const ways = sets.get(column);
  if (!ways) return null;
  if (ways.has("")) return "";
  const named = PLURAL.test(column.trim()) || LABEL_NAMES.test(column.trim());
  const likely = [...ways].filter(
    ([separator, { rows, several, counts }]) =>
      (separator !== "," || PLURAL.test(column.trim())) &&
      several >= SHARE * rows &&
      rows >= REPEATED * counts.size,
  );
  return named ? (likely[0]?.[0] ?? null) : null;
}

/** Whether some column looks as if rows had several labels. */
export const hasSets = (table: Table, text: string): boolean =>
  table.columns.some((name) => name !== text && separatorOf(table, name) !== null);

/** The table as it reads where rows may have several labels: its values are labels. */
function asSets(table: Table): Table {
  const values = new Map(table.values);
  const nameless = new Map(table.nameless);
  const answered = new Map<string, number>();
  for (const column of table.columns) {
    const separator = separatorOf(table, column);
    if (separator === null) continue;
    const { counts, rows } = table.sets.get(column)!.get(separator)!;
    values.set(column, counts);
    answered.set(column, rows);
    nameless.delete(column);
  }
  return { ...table, values, nameless, answered };
}

/** A file as it reads where answers are of that kind. */
export const tableAs = (kind: string, table: Table): Table =>
  answerKind(kind).isSet ? asSets(table) : table;

/** What stands between the labels of a cell of that column, in a file for that kind; null: nothing. */
export const separatorAs = (kind: string, table: Table, column: string | null): string | null =>
  (answerKind(kind).isSet && column !== null && separatorOf(table, column)) || null;
