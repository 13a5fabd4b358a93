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

/** How a list runs down its columns: in as few rows as there can be, and which of its headings begin
 * a column, where they would be the last of the one before. `headed`: by class, whether one stands
 * above it. */
export function downColumns(headed: readonly boolean[], columns: number) {
  const cells = headed.length + headed.filter(Boolean).length;
  for (let rows = Math.max(1, Math.ceil(cells / columns)); ; rows++) {
    const tops = new Set<number>();
    let place = 0;
    headed.forEach((isHeaded, at) => {
      if (isHeaded && rows > 1 && place % rows === rows - 1) {
        tops.add(at);
        place++;
      }
      place += isHeaded ? 2 : 1;
    });
    if (place <= rows * columns) return { rows, tops };
  }
}
