import { type ReactNode, useEffect, useRef } from "react";
import { useNow } from "@/components/use-now";
import { type ItemList, length, MOST_ROWS } from "@/state/items/list";
import type { ItemsViewStore } from "@/state/items/view";
import type { Store } from "@/state/store";
import { useStore } from "@/state/use-store";
import styles from "./List.module.css";
import { useNarrow, useReveal, useWindow } from "./use-window";

const ROW = 40;
/** Of two lines. */
const NARROW_ROW = 60;
const MINUTE = 60_000;

export interface RowProps<Row> {
  index: number;
  /** Null while it is read. */
  row: Row | null;
  current: boolean;
  /** The time, for how long ago things were. */
  now: number;
}

interface GridProps<Row extends { id: number }, Asked extends object> {
  list: ItemList<Row, Asked>;
  view: ItemsViewStore;
  frame: Store<{ reveal(index: number): void }>;
  name: string;
  /** Several rows can be marked. */
  marks?: boolean;
  children(props: RowProps<Row>): ReactNode;
}

/** A long list of texts: of however many, only the rows in view are drawn, and read. */
export function Grid<Row extends { id: number }, Asked extends object>(
  props: GridProps<Row, Asked>,
) {
  const { list, view, frame, name, marks, children } = props;
  const state = useStore(list.state);
  const { rows, stale, total } = state;
  const { at } = useStore(view);
  const count = Math.min(length(state), MOST_ROWS);
  const rowHeight = useNarrow() ? NARROW_ROW : ROW;
  const box = useRef<HTMLDivElement>(null);
  const { first, end } = useWindow(box, rowHeight, count);
  useEffect(() => list.need(first, end), [list, first, end, stale]);
  useReveal(frame, box, rowHeight);
  const now = useNow(MINUTE);
  const drawn = Array.from({ length: end - first }, (_, place) => first + place);
  return (
    <div
      ref={box}
      role="grid"
      aria-label={name}
      aria-rowcount={total ?? -1}
      aria-multiselectable={marks}
      aria-busy={stale}
      aria-activedescendant={rows[at] && at >= first && at < end ? `row-${at}` : undefined}
      tabIndex={0}
      className={styles.grid}
      style={{ height: count * rowHeight }}
    >
      <div role="rowgroup" style={{ transform: `translateY(${first * rowHeight}px)` }}>
        {drawn.map((index) =>
          children({ index, row: rows[index] ?? null, current: index === at, now }),
        )}
      </div>
    </div>
  );
}
