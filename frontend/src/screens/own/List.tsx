import { spoken } from "@/words/terms/class-names";
import { memo, useCallback } from "react";
import { Problem } from "@/components/Problem";
import { TextButton } from "@/components/TextButton";
import { length, MOST_ROWS } from "@/state/items/list";
import type { OwnRow } from "@/state/own/changes";
import { useStore } from "@/state/use-store";
import { ago } from "@/words/figures";
import { words } from "@/words/own";
import { excerpt } from "@/components/list/excerpt";
import { Grid, type RowProps } from "@/components/list/Grid";
import list from "@/components/list/List.module.css";
import { useOwn } from "./context";
import styles from "./Own.module.css";

/** One's own answers, the latest first: only the rows in view are drawn, and read. */
export function List() {
  const own = useOwn();
  const state = useStore(own.list.state);
  const { rows, stale, error } = state;
  return (
    <>
      {error && <Problem error={error} retry={() => own.list.retry()} />}
      {rows.length > 0 && <Rows />}
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

function Rows() {
  const { list: own, view, frame } = useOwn();
  const { filters } = useStore(own.state);
  const press = useCallback(
    (index: number) => {
      const row = own.state.get().rows[index];
      if (row) view.change({ at: index, open: row.id });
    },
    [own, view],
  );
  return (
    <Grid list={own} {...{ view, frame }} name={words.yourAnswers}>
      {({ index, ...shown }) => (
        <Row key={index} {...{ index, ...shown }} query={filters.q ?? ""} onPress={press} />
      )}
    </Grid>
  );
}

interface OwnRowProps extends RowProps<OwnRow> {
  query: string;
  onPress(index: number): void;
}

/** A text on one line: its beginning, what one answered, a flag, and when. */
const Row = memo(function Row({ index, row, query, current, now, onPress }: OwnRowProps) {
  return (
    <div
      role="row"
      id={`row-${index}`}
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
        {row && <bdi>{row.label === null ? words.skipped : spoken(row.label)}</bdi>}
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
