import { folded } from "./names";
import { LABEL_NAMES, type Table } from "../table";

/** What is done with the labels that a file brings. */
export interface LabelUse {
  /** The column whose values count as answers; null: none does. */
  column: string | null;
  /** Whether values that are no class yet become classes. */
  create: boolean;
  /** Whether a value may name a class in other case. */
  fold: boolean;
}

export const NO_LABELS: LabelUse = { column: null, create: false, fold: false };

/** What a column of labels holds, as far as the file has been read. */
export interface Labelled {
  rows: number;
  /** Values that are no class yet. */
  strangers: string[];
  /** Values that are a class, or a value before them, in other case: as written, and as known. */
  recased: [written: string, known: string][];
  /** Rows with what can't be the name of a class. */
  nameless: number;
}

export function labelled(table: Table, column: string, classes: readonly string[]): Labelled {
  const counts = table.values.get(column) ?? new Map<string, number>();
  const strangers: string[] = [];
  const recased: Labelled["recased"] = [];
  const spelled = new Map(classes.map((name) => [folded(name), name]));
  for (const value of counts.keys()) {
    if (classes.includes(value)) continue;
    const known = spelled.get(folded(value));
    if (known === undefined) {
      spelled.set(folded(value), value);
      strangers.push(value);
    } else recased.push([value, known]);
  }
  return {
    rows: table.answered?.get(column) ?? [...counts.values()].reduce((sum, n) => sum + n, 0),
    strangers,
    recased,
    nameless: table.nameless.get(column) ?? 0,
  };
}

/** The first of these columns that has a class in it; null where none has, or not all was read. */
export function labelsIn(table: Table, columns: readonly string[], classes: readonly string[]) {
  const column = columns.find((name) => classes.some((one) => table.values.get(name)?.has(one)));
  if (column === undefined || !table.whole) return null;
  return { column, rows: labelled(table, column, classes).rows };
}

/** A column that is called like one of labels and has values that are no class; null where there is
 * none, or not all was read. */
export function foreignLabels(
  table: Table,
  columns: readonly string[],
  classes: readonly string[],
) {
  const column = columns.find((name) => LABEL_NAMES.test(name.trim()));
  if (column === undefined || !table.whole) return null;
  const labels = labelled(table, column, classes);
  return labels.strangers.length > 0 ? { column, labels } : null;
}

/** The columns that labels can be in: any but the texts with few enough different values. */
export function labelColumns(table: Table, text: string): string[] {
  return table.columns.filter((name) => name !== text && table.values.has(name));
}

/** The column whose values are classes of the project, or else is named like one. */
export function guessLabels(table: Table, text: string, classes: readonly string[]): string | null {
  const known = (name: string) => {
    const { rows, strangers } = labelled(table, name, classes);
    const strange = strangers.reduce((sum, value) => sum + table.values.get(name)!.get(value)!, 0);
    return rows - strange;
  };
  const columns = labelColumns(table, text);
  const [best] = columns.toSorted((a, b) => known(b) - known(a));
  if (best !== undefined && known(best) > 0) return best;
  return columns.find((name) => LABEL_NAMES.test(name.trim())) ?? null;
}

/** The labels that count unless somebody says otherwise: those of a column where all that stands is a
 * class, so that no row is left out for them. `leave`: "some" rows must be left to label, or "any"
 * number, none among them. */
export function usedUnasked(
  table: Table,
  text: string,
  classes: readonly string[],
  leave: "some" | "any",
): LabelUse | null {
  const column = table.done && table.whole ? guessLabels(table, text, classes) : null;
  if (column === null) return null;
  const { rows, strangers, recased, nameless } = labelled(table, column, classes);
  const all = leave === "some" && rows >= table.kept;
  if (rows === 0 || all || strangers.length > 0 || nameless > 0) return null;
  return { column, create: false, fold: recased.length > 0 };
}
