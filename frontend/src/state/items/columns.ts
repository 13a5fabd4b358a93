import type { ItemRow } from "./list";

/** What can stand beside a text, in the order of the menu. */
export const COLUMNS = [
  "label",
  "model",
  "notes",
  "who",
  "when",
  "state",
  "why",
  "agreement",
  "id",
] as const;
export type BuiltIn = (typeof COLUMNS)[number];
/** One of these, or a column of the files that the project shows. */
export type Column = BuiltIn | `data:${string}`;

export const USUAL: readonly Column[] = ["label", "model", "notes", "who", "when"];
/** Beside an open text there is less room. */
const BESIDE: readonly Column[] = ["label", "model", "notes"];

const DATA = "data:";

export const ofData = (name: string): Column => `${DATA}${name}`;
export const dataIn = (column: Column): string | null =>
  column.startsWith(DATA) ? column.slice(DATA.length) : null;

/** The columns that are shown, and how wide those are whose width was chosen, in pixels. */
export interface Shown {
  columns: readonly Column[];
  widths: Widths;
}

export type Widths = ReadonlyMap<Column, number>;

export const NARROWEST = 48;
export const WIDEST = 480;
/** A column and its width, as they are stored and stand in an address. */
const WIDE = /^(.+)~([1-9][0-9]{1,2})$/s;

export const withinBounds = (width: number) =>
  Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));

/** What is stored of a choice, as far as there are such columns now. */
export function columnsOf(stored: readonly string[] | undefined, data: readonly string[]): Shown {
  const known: readonly string[] = [...COLUMNS, ...data.map(ofData)];
  const isKnown = (name: string): name is Column => known.includes(name);
  const widths = new Map<Column, number>();
  const columns = (stored ?? USUAL).flatMap((word): Column[] => {
    const [, name = word, width] = isKnown(word) ? [] : (WIDE.exec(word) ?? []);
    if (!isKnown(name)) return [];
    if (width !== undefined) widths.set(name, withinBounds(Number(width)));
    return [name];
  });
  return { columns, widths };
}

/** How a choice is stored. */
export const wordsOf = ({ columns, widths }: Shown): string[] =>
  columns.map((each) => (widths.has(each) ? `${each}~${widths.get(each)}` : each));

/** With one column more, in the order of the menu, or without it where it is there. */
export function chosen(now: readonly Column[], column: Column, data: readonly string[]): Column[] {
  const all: Column[] = [...COLUMNS, ...data.map(ofData)];
  return all.filter((each) => (each === column) !== now.includes(each));
}

export const beside = (columns: readonly Column[]): Column[] =>
  columns.filter((each) => BESIDE.includes(each));

const NAME = "columns";

/** The words of an address that say which columns are shown; undefined: it says nothing. */
export function columnsIn(search: string): readonly string[] | undefined {
  const words = new URLSearchParams(search).getAll(NAME);
  return words.length === 0 ? undefined : words;
}

/** Puts them into an address, unless they are the usual. */
export function addColumns(address: URLSearchParams, words: readonly string[] | undefined): void {
  if (words === undefined || words.join() === USUAL.join()) return;
  // None at all is said, too.
  for (const word of words.length === 0 ? [""] : words) address.append(NAME, word);
}

const WIDTHS: Record<BuiltIn, string> = {
  label: "clamp(100px, 13%, 200px)",
  model: "clamp(100px, 14%, 210px)",
  notes: "12px",
  who: "clamp(80px, 9%, 150px)",
  when: "84px",
  state: "clamp(84px, 9%, 150px)",
  why: "clamp(96px, 10%, 170px)",
  agreement: "76px",
  id: "clamp(80px, 9%, 150px)",
};
const DATA_WIDTH = "clamp(80px, 10%, 180px)";

const isBuiltIn = (column: Column): column is BuiltIn => dataIn(column) === null;

/** The name of the line at which a column begins. */
export const lineOf = (columns: readonly Column[], column: Column): string =>
  isBuiltIn(column) ? column : `data${columns.indexOf(column)}`;

/** The columns of a row's grid. */
export function templateOf({ columns, widths }: Shown): string {
  const parts = columns.map((each) => {
    const chosen = widths.get(each);
    const usual = isBuiltIn(each) ? WIDTHS[each] : DATA_WIDTH;
    return `[${lineOf(columns, each)}] ${chosen === undefined ? usual : `${chosen}px`}`;
  });
  return ["24px [text] minmax(0, 1fr)", ...parts, "[end]"].join(" ");
}

/** The line of the first thing that is said of a text: up to there it has the room. */
export function firstSaid(row: ItemRow, columns: readonly Column[]): string {
  const first = columns.find((each) => isSaid(row, each));
  return first === undefined ? "end" : lineOf(columns, first);
}

function isSaid(row: ItemRow, column: Column): boolean {
  switch (column) {
    case "label":
      return row.label !== null || row.state === "provisional";
    case "model":
      return row.prediction !== null;
    case "notes":
      return row.open_notes > 0;
    case "who":
      return row.decided_by !== null || row.annotators.length > 0;
    case "when":
      return row.labelled_at !== null;
    case "state":
      return row.state !== null;
    case "why":
      return row.label_source !== null;
    case "agreement":
      return row.confidence != null;
    case "id":
      return row.external_id !== null;
    default:
      return row.columns?.[dataIn(column) ?? ""] != null;
  }
}
