import { ClassName } from "@/components/ClassName";
import { classes } from "@/components/classes";
import { type Column, dataIn, firstSaid, lineOf } from "@/state/items/columns";
import { memo, type MouseEvent } from "react";
import { isOpen, namesOne } from "@/api/features";
import type { ItemRow } from "@/state/items/list";
import { ago, percent } from "@/words/figures";
import { SOURCE, STATE, words } from "@/words/items";
import { useItems } from "./context";
import { excerpt } from "@/components/list/excerpt";
import type { RowProps } from "@/components/list/Grid";
import styles from "./Row.module.css";

interface ItemRowProps extends RowProps<ItemRow> {
  query: string;
  columns: readonly Column[];
  template: string;
  selected: boolean;
  onPress(index: number, event: MouseEvent, onBox: boolean): void;
}

/** A text on one line: its beginning, its label, what the model says, who and when. */
export const Row = memo(function Row(props: ItemRowProps) {
  const { index, row, query, columns, template, current, selected, now, onPress } = props;
  const { project } = useItems();
  if (!row)
    return (
      <div
        role="row"
        aria-rowindex={index + 1}
        className={styles.row}
        style={{ "--columns": template }}
        data-empty
      >
        <div role="gridcell" className={styles.text}>
          <span className={styles.coming} />
        </div>
      </div>
    );
  return (
    <div
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 1}
      aria-selected={selected}
      className={styles.row}
      data-current={current || undefined}
      style={{ "--until": firstSaid(row, columns), "--columns": template }}
      // Shift would select words instead.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => onPress(index, event, false)}
    >
      <div
        role="gridcell"
        className={styles.box}
        // Keys stay those of the list.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.stopPropagation();
          onPress(index, event, true);
        }}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          readOnly
          disabled={!isOpen(project)}
          checked={selected}
          aria-label={words.markTextOf(index + 1)}
        />
      </div>
      <div role="gridcell" className={styles.text} dir="auto">
        {excerpt(row.text, query).map(({ words, found }, place) =>
          found ? <mark key={place}>{words}</mark> : words,
        )}
      </div>
      {columns.map((column) => (
        <Cell key={column} {...{ row, column, now }} line={lineOf(columns, column)} />
      ))}
    </div>
  );
});

interface CellProps {
  row: ItemRow;
  column: Column;
  line: string;
  now: number;
}

/** One thing that is known of a text. */
const Cell = memo(function Cell({ row, column, line, now }: CellProps) {
  return (
    <div
      role="gridcell"
      className={classes(styles.cell, styles[column])}
      style={{ "--line": line }}
      data-suspected={(column === "model" && row.suspected) || undefined}
    >
      <Known {...{ row, column, now }} />
    </div>
  );
});

function Known({ row, column, now }: Omit<CellProps, "line">) {
  const { open_notes: notes } = row;
  switch (column) {
    case "label":
      return <Label row={row} />;
    case "model":
      return <Predicted row={row} />;
    case "notes":
      return (
        notes > 0 && (
          <span title={words.openNotes(notes)}>
            <span aria-hidden>⚑</span>
            <span className="unseen">{words.openNotes(notes)}</span>
          </span>
        )
      );
    case "who":
      return <bdi>{row.decided_by ?? row.annotators.join(", ")}</bdi>;
    case "when":
      return row.labelled_at !== null && ago(row.labelled_at, now);
    case "state":
      return row.state !== null && STATE[row.state];
    case "why":
      return row.label_source !== null && SOURCE[row.label_source];
    case "agreement":
      return row.confidence != null && percent(row.confidence);
    case "id":
      return <bdi>{row.external_id}</bdi>;
    default:
      return <bdi>{inWords(row.columns?.[dataIn(column) ?? ""])}</bdi>;
  }
}

/** What stands in a column of a file. */
function inWords(value: unknown): string {
  if (value == null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function Label({ row: { label, state } }: { row: ItemRow }) {
  const { project } = useItems();
  const retired =
    label !== null && namesOne(project) && project.classes.every(({ name }) => name !== label);
  return (
    <>
      {label !== null && <ClassName name={label} />}
      {retired && <span className={styles.quiet}>{words.retired}</span>}
      {state === "provisional" && (
        <span className={styles.quiet} title={words.provisionalHint}>
          {" "}
          …
        </span>
      )}
    </>
  );
}

function Predicted({ row: { label, prediction, suspected } }: { row: ItemRow }) {
  return (
    prediction && (
      <>
        <span aria-hidden>✦</span>
        <span className="unseen">{suspected ? words.modelDoubt : words.theModelSays}</span>
        {prediction.class !== label && (
          <ClassName className={styles.predicted} name={prediction.class} />
        )}{" "}
        <span>{percent(prediction.probability)}</span>
      </>
    )
  );
}
