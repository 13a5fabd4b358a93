/** Where a dragged row would land: between two others, or on one of them. */
export type Drop = { kind: "between"; at: number } | { kind: "onto"; at: number };

/** The outer quarters of a row are the gaps beside it, the rest is the row itself. */
const GAP = 0.25;

/** What a pointer at `y` means for the row `from`, given the boxes of all rows from top to bottom.
 * Null: nothing would change. */
export function dropAt(
  boxes: readonly { top: number; bottom: number }[],
  from: number,
  y: number,
): Drop | null {
  const first = boxes[0];
  if (!first) return null;
  if (y < first.top) return between(0, from);
  const at = boxes.findIndex(({ bottom }) => y < bottom);
  if (at < 0) return between(boxes.length, from);
  const { top, bottom } = boxes[at]!;
  const part = (y - top) / (bottom - top);
  if (part < GAP) return between(at, from);
  if (part > 1 - GAP) return between(at + 1, from);
  return at === from ? null : { kind: "onto", at };
}

function between(at: number, from: number): Drop | null {
  return at === from || at === from + 1 ? null : { kind: "between", at };
}

/** The place that a row from `from` would have there, the others moved up. */
export const placeOf = ({ kind, at }: Drop, from: number): number =>
  kind === "between" && at > from ? at - 1 : at;

/** The list with the one at `from` moved to the gap before `at`. */
export function movedTo<T>(all: readonly T[], from: number, at: number): T[] {
  const moved = all[from];
  if (moved === undefined) return [...all];
  return all.toSpliced(from, 1).toSpliced(at > from ? at - 1 : at, 0, moved);
}
