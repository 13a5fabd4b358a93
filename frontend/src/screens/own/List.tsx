import { memo, useCallback, useEffect, useRef } from "react";
import { Problem } from "@/components/Problem";
import { TextButton } from "@/components/TextButton";
import { useNow } from "@/components/use-now";
import { length, MOST_ROWS } from "@/state/items/list";
import type { OwnRow } from "@/state/own/changes";
import { useStore } from "@/state/use-store";
import { ago } from "@/words/figures";
import { words } from "@/words/own";
import { excerpt } from "../items/excerpt";
import list from "../items/List.module.css";
import { useNarrow, useReveal, useWindow } from "../items/use-window";
import { useOwn } from "./context";
import styles from "./List.module.css";

const ROW = 40;
/** Of two lines. */
const NARROW_ROW = 60;
const MINUTE = 60_000;

/** One's own answers, the latest first: only the rows in view are drawn, and read. */
export function List() {
  const own = useOwn();
  const state = useStore(own.list.state);
  const { failed } = useStore(own.changes.state);
  const { rows, stale, error } = state;
  const count = Math.min(length(state), MOST_ROWS);
  const problem = error ? { error, again: () => own.list.retry() } : failed;
  return (
    <>
      {problem && <Problem error={problem.error} retry={problem.again} />}
      {rows.length > 0 && <Rows count={count} />}
      {rows.length === 0 && !stale && !error && <Nothing />}
      {length(state) > MOST_ROWS && <p className={list.end}>{words.thereAreMore(MOST_ROWS)}</p>}
    </>
  );
}

function Nothing() {
  const { filters, ask } = useOwn();
  const narrowed = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className={list.nothing} role="status">
      <p>{narrowed ? words.noneFound : words.noneYet}</p>
      {narrowed && <TextButton onClick={() => ask({})}>{words.seeAll}</TextButton>}
    </div>
  );
}

function Rows({ count }: { count: number }) {
  const own = useOwn();
  const { view, frame } = own;
  const { rows, stale, filters, total } = useStore(own.list.state);
  const { at } = useStore(view);
  const rowHeight = useNarrow() ? NARROW_ROW : ROW;
  const box = useRef<HTMLDivElement>(null);
  const { first, end } = useWindow(box, rowHeight, count);
  useEffect(() => own.list.need(first, end), [own.list, first, end, stale]);
  useReveal(frame, box, rowHeight);
  const now = useNow(MINUTE);
  const press = useCallback(
    (index: number) => {
      const row = own.list.state.get().rows[index];
      if (row) view.change({ at: index, open: row.id });
    },
    [own.list, view],
  );
  const drawn = Array.from({ length: end - first }, (_, place) => first + place);
  return (
    <div
      ref={box}
      role="grid"
      aria-label={words.yourAnswers}
      aria-rowcount={total ?? -1}
      aria-busy={stale}
      aria-activedescendant={rows[at] && at >= first && at < end ? `own-${at}` : undefined}
      tabIndex={0}
      className={list.grid}
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
            now={now}
            onPress={press}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  index: number;
  /** Null while it is read. */
  row: OwnRow | null;
  query: string;
  current: boolean;
  /** The time, for how long ago things were. */
  now: number;
  onPress(index: number): void;
}

/** A text on one line: its beginning, what one answered, a flag, and when. */
const Row = memo(function Row({ index, row, query, current, now, onPress }: RowProps) {
  return (
    <div
      role="row"
      id={`own-${index}`}
      aria-rowindex={index + 1}
      className={styles.row}
      data-current={current || undefined}
      onClick={() => onPress(index)}
    >
      <div role="gridcell" className={styles.text} dir="auto">
        {row &&
          excerpt(row.text, query).map(({ words, found }, place) =>
            found ? <mark key={place}>{words}</mark> : words,
          )}
      </div>
      <div role="gridcell" className={styles.label} data-skipped={row?.label === null || undefined}>
        {row && <bdi>{row.label ?? words.skipped}</bdi>}
      </div>
      <div role="gridcell" className={styles.flag}>
        {row?.flagged && (
          <span title={words.youFlaggedIt}>
            <span aria-hidden>⚑</span>
            <span className="unseen">{words.youFlaggedIt}</span>
          </span>
        )}
      </div>
      <div role="gridcell" className={styles.when}>
        {row && ago(row.at, now)}
      </div>
    </div>
  );
});
