import { type Answer, spelt } from "../answer";
import { type ItemRow, known, type Rows } from "./list";

/** At most so many change at once. */
export const MOST_SELECTED = 10_000;

/** Ids of the texts that are marked. */
export type Selection = ReadonlySet<number>;

export function toggled(selection: Selection, id: number): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return capped(next);
}

/** With all between two places of the list, both included. */
export function withRange(selection: Selection, rows: Rows, from: number, to: number): Selection {
  const between = rows.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
  return capped(new Set([...selection, ...known(between).map(({ id }) => id)]));
}

/** The first of all that match. */
export function all(rows: Rows): Selection {
  return capped(new Set(known(rows).map(({ id }) => id)));
}

function capped(ids: Set<number>): Selection {
  return ids.size <= MOST_SELECTED ? ids : new Set([...ids].slice(0, MOST_SELECTED));
}

/** How many of these texts each answer would change. */
export function changes(rows: readonly Pick<ItemRow, "given">[]): (answer: Answer) => number {
  const have = new Map<string | null, number>();
  for (const { given } of rows) have.set(spelt(given), (have.get(spelt(given)) ?? 0) + 1);
  return (answer) => rows.length - (have.get(spelt(answer)) ?? 0);
}
