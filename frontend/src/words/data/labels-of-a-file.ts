import type { Labelled } from "@/files/labels/labels";
import type { Table } from "@/files/table";
import { figure } from "../figures";

const NAMED = 3;

/** What using the labels of a column comes to. */
export function consequence(table: Table, { rows, nameless }: Labelled): string {
  if (!table.whole) return "Rows with a label count as answered. People label only the others.";
  const others = table.kept - rows - nameless;
  if (rows === table.kept)
    return "Every row has a label, so nothing in this file is left to label.";
  const have = rows === 1 ? "has a label and counts" : "have a label and count";
  if (others === 0)
    return `${figure(rows)} of ${figure(table.kept)} rows ${have} as answered. None is left to label.`;
  const rest = others === 1 ? "other one" : `other ${figure(others)}`;
  return `${figure(rows)} of ${figure(table.kept)} rows ${have} as answered. People label the ${rest}.`;
}

/** How many rows have a label in a column that has classes, where labels are left unused. */
export function unused(
  { kept }: Table,
  { column, rows }: { column: string; rows: number },
): string {
  const have = `${figure(rows)} of ${figure(kept)} rows ${rows === 1 ? "has" : "have"} a label in “${column}”`;
  return rows === kept ? `${have}, so nothing would be left to label.` : `${have}.`;
}

/** Says of a column of labels that are no classes that it is left unused. */
export function foreign({ column, labels }: { column: string; labels: Labelled }): string {
  const are = labels.strangers.length === 1 ? "is no class" : "are no classes";
  const have = labels.rows === 1 ? "1 row has" : `${figure(labels.rows)} rows have`;
  return `${have} a label in “${column}”, but ${named(labels.strangers)} ${are} yet. To use them, choose “${column}”.`;
}

/** Names the first of the values that are no class yet; null when there are none. */
export function strange({ strangers }: Labelled): string | null {
  if (strangers.length === 0) return null;
  return `${named(strangers)} ${strangers.length === 1 ? "is not a class" : "are not classes"} yet.`;
}

function named(values: readonly string[]): string {
  const first = values.slice(0, NAMED).map((name) => `“${name}”`);
  const more = values.length - first.length;
  return more > 0 ? `${first.join(", ")} and ${figure(more)} more` : joined(first);
}

/** Names the first of the values that are a class in other case; null when there are none. */
export function otherwise({ recased }: Labelled): string | null {
  if (recased.length === 0) return null;
  const first = recased.slice(0, NAMED).map(([written, known]) => `“${written}” means “${known}”`);
  const more = recased.length - first.length;
  return `${more > 0 ? `${first.join(", ")} and ${figure(more)} more` : joined(first)}.`;
}

/** Says of rows with what can't be a label that they are left out; null when there are none. */
export function withoutName({ nameless }: Labelled): string | null {
  if (nameless === 0) return null;
  const have = nameless === 1 ? "1 row has" : `${figure(nameless)} rows have`;
  const are = nameless === 1 ? "is" : "are";
  return `${have} true, false, a list or an object instead of a class name and ${are} left out.`;
}

const joined = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
