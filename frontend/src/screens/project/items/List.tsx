import { type MouseEvent, useCallback, useMemo } from "react";
import { isOpen } from "@/api/features";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { nearestTo } from "@/state/items/filters";
import { length, MOST_ROWS } from "@/state/items/list";
import { toggled, withRange } from "@/state/items/selection";
import { type Shown, templateOf } from "@/state/items/columns";
import { useStore } from "@/state/use-store";
import { words } from "@/words/items";
import { useItems } from "./context";
import { Grid } from "@/components/list/Grid";
import { Heads } from "./Heads";
import styles from "@/components/list/List.module.css";
import { Nothing } from "./Nothing";
import { Row } from "./Row";
import { useShownColumns } from "./use-columns";

/** The texts that match: of however many, only the rows in view are drawn. Where they don't take all
 * of the width, the heads of their columns stand right above them. */
export function List({ heads = false }: { heads?: boolean }) {
  const items = useItems();
  const state = useStore(items.list.state);
  const shown = useShownColumns();
  const { filters, of, rows, stale, error } = state;
  // What stood in another order says nothing of what is nearest: it isn't shown as if it did.
  const isAnotherOrder = stale && nearestTo(filters) !== nearestTo(of);
  if (error && (stale || rows.length === 0))
    return (
      <div className={styles.end}>
        <Problem error={error} retry={() => items.list.retry()} />
      </div>
    );
  // Paper until the first rows are there.
  if (isAnotherOrder || (stale && rows.length === 0))
    return (
      <div className={styles.paper}>
        <Lines />
      </div>
    );
  if (rows.length === 0) return <Nothing />;
  return (
    <>
      {heads && <Heads shown={shown} />}
      <Rows columnsShown={shown} />
      {error && <Problem error={error} retry={() => items.list.retry()} />}
      {length(state) > MOST_ROWS && <p className={styles.end}>{words.moreNote}</p>}
    </>
  );
}

function Rows({ columnsShown }: { columnsShown: Shown }) {
  const { list, view, frame } = useItems();
  const { filters } = useStore(list.state);
  const { selection } = useStore(view);
  const press = usePress();
  const { columns } = columnsShown;
  const template = useMemo(() => templateOf(columnsShown), [columnsShown]);
  return (
    <Grid {...{ list, view, frame }} name={words.texts} marks>
      {({ index, row, ...shown }) => (
        <Row
          key={index}
          {...{ index, row, ...shown }}
          {...{ columns, template }}
          query={filters.q ?? ""}
          selected={row !== null && selection.has(row.id)}
          onPress={press}
        />
      )}
    </Grid>
  );
}

/** A row pressed: with Shift all from the last one to it, at its box only it is marked, else it
 * opens. */
function usePress() {
  const { project, list, view } = useItems();
  const marks = isOpen(project);
  return useCallback(
    (index: number, event: MouseEvent, onBox: boolean) => {
      const { rows } = list.state.get();
      const row = rows[index];
      if (!row) return;
      const { selection, anchor } = view.get();
      if (marks && event.shiftKey)
        view.change({
          at: index,
          selection: withRange(selection, rows, anchor < 0 ? index : anchor, index),
        });
      else if (marks && onBox)
        view.change({ at: index, anchor: index, selection: toggled(selection, row.id) });
      else view.change({ at: index, anchor: index, open: row.id });
    },
    [list, view, marks],
  );
}
