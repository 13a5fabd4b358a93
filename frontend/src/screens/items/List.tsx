import { type MouseEvent, useCallback, useEffect, useRef } from "react";
import { Problem } from "@/components/Problem";
import { useNow } from "@/components/use-now";
import { length, MOST_ROWS } from "@/state/items/list";
import { toggled, withRange } from "@/state/items/selection";
import { useStore } from "@/state/use-store";
import { words } from "@/words/items";
import { useItems } from "./context";
import styles from "./List.module.css";
import { Nothing } from "./Nothing";
import { Row } from "./Row";
import { useNarrow, useReveal, useWindow } from "./use-window";

const ROW = 40;
/** Of two lines. */
const NARROW_ROW = 60;
const MINUTE = 60_000;

/** The texts that match: of however many, only the rows in view are drawn. */
export function List() {
  const items = useItems();
  const state = useStore(items.list.state);
  const { rows, stale, error } = state;
  if (error && (stale || rows.length === 0))
    return (
      <div className={styles.end}>
        <Problem error={error} retry={() => items.list.retry()} />
      </div>
    );
  // Paper until the first rows are there.
  if (stale && rows.length === 0) return <div className={styles.paper} />;
  if (rows.length === 0) return <Nothing />;
  return (
    <>
      <Rows count={Math.min(length(state), MOST_ROWS)} />
      {error && <Problem error={error} retry={() => items.list.retry()} />}
      {length(state) > MOST_ROWS && <p className={styles.end}>{words.thereAreMoreFiltersLeave}</p>}
    </>
  );
}

function Rows({ count }: { count: number }) {
  const items = useItems();
  const { list, view, frame } = items;
  const { rows, stale, filters, total } = useStore(list.state);
  const { at, selection } = useStore(view);
  const narrow = useNarrow();
  const rowHeight = narrow ? NARROW_ROW : ROW;
  const box = useRef<HTMLDivElement>(null);
  const { first, end } = useWindow(box, rowHeight, count);

  useEffect(() => list.need(first, end), [list, first, end, stale]);
  useReveal(frame, box, rowHeight);
  const press = usePress();
  const now = useNow(MINUTE);

  const drawn = Array.from({ length: end - first }, (_, place) => first + place);
  return (
    <div
      ref={box}
      role="grid"
      aria-label={words.texts}
      aria-rowcount={total ?? -1}
      aria-multiselectable
      aria-busy={stale}
      aria-activedescendant={rows[at] && at >= first && at < end ? `row-${at}` : undefined}
      tabIndex={0}
      className={styles.grid}
      style={{ height: count * rowHeight }}
    >
      <div role="rowgroup" style={{ transform: `translateY(${first * rowHeight}px)` }}>
        {drawn.map((index) => (
          <Row
            key={index}
            index={index}
            row={rows[index] ?? null}
            query={filters.q ?? ""}
            current={index === at}
            selected={rows[index] != null && selection.has(rows[index].id)}
            now={now}
            onPress={press}
          />
        ))}
      </div>
    </div>
  );
}

/** A row pressed: with Shift all from the last one to it, at its box only it is marked, else it
 * opens. */
function usePress() {
  const { list, view } = useItems();
  return useCallback(
    (index: number, event: MouseEvent, onBox: boolean) => {
      const { rows } = list.state.get();
      const row = rows[index];
      if (!row) return;
      const { selection, anchor } = view.get();
      if (event.shiftKey)
        view.change({
          at: index,
          selection: withRange(selection, rows, anchor < 0 ? index : anchor, index),
        });
      else if (onBox)
        view.change({ at: index, anchor: index, selection: toggled(selection, row.id) });
      else view.change({ at: index, anchor: index, open: row.id });
    },
    [list, view],
  );
}
