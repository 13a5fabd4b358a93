import { type RefObject, useLayoutEffect, useState } from "react";

/** The least width of a column that has room for a name, and the gap between two, in pixels. */
const WIDTH = 232;
const GAP = 4;

/** How many columns a list has room for, now and whenever its width changes. */
export function useColumns(list: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(1);
  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    const measure = () =>
      setColumns(Math.max(1, Math.floor((current.clientWidth + GAP) / (WIDTH + GAP))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [list]);
  return columns;
}

/** Where a heading stands above a class: `top`, at the top of the next column, where it would be the
 * last of its own; `again`, where its group goes on in another column. */
export type Heading = "here" | "top" | "again";

/** How a list runs down its columns: in as few rows as there can be, and which classes have a heading
 * above them, by their place. `groups`: of each class the words that it stands under, if any. */
export function downColumns(groups: readonly (string | undefined)[], columns: number) {
  for (let rows = Math.max(1, Math.ceil(groups.length / columns)); ; rows++) {
    const headings = new Map<number, Heading>();
    let place = 0;
    groups.forEach((_, at) => {
      const heading = headingOf(groups, at, rows, place);
      if (heading) headings.set(at, heading);
      if (heading === "top") place++;
      place += heading ? 2 : 1;
    });
    if (place <= rows * columns) return { rows, headings };
  }
}

function headingOf(
  groups: readonly (string | undefined)[],
  at: number,
  rows: number,
  place: number,
): Heading | undefined {
  if (groups[at] === undefined) return undefined;
  const begins = at === 0 || groups[at - 1] !== groups[at];
  if (!begins) return rows > 1 && place % rows === 0 ? "again" : undefined;
  return rows > 1 && place % rows === rows - 1 ? "top" : "here";
}
