import type { ItemRow } from "./list";

/** At most so many change at once: what the service takes in one call. */
export const MOST_SELECTED = 500;

/** Ids of the texts that are marked. */
export type Selection = ReadonlySet<number>;

export function toggled(selection: Selection, id: number): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return capped(next);
}

/** With all between two places of the list, both included. */
export function withRange(
  selection: Selection,
  rows: readonly ItemRow[],
  from: number,
  to: number,
): Selection {
  const between = rows.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
  return capped(new Set([...selection, ...between.map(({ id }) => id)]));
}

/** The first of all that match. */
export function all(rows: readonly ItemRow[]): Selection {
  return capped(new Set(rows.map(({ id }) => id)));
}

function capped(ids: Set<number>): Selection {
  return ids.size <= MOST_SELECTED ? ids : new Set([...ids].slice(0, MOST_SELECTED));
}

/** How many of these texts a label would change. */
export function wouldChange(rows: readonly ItemRow[], label: string): number {
  return rows.filter((row) => row.label !== label).length;
}
