import { ClassName } from "@/components/ClassName";
import { memo, type MouseEvent } from "react";
import { isOpen, namesOne } from "@/api/features";
import type { ItemRow } from "@/state/items/list";
import { ago, percent } from "@/words/figures";
import { words } from "@/words/items";
import { useItems } from "./context";
import { excerpt } from "@/components/list/excerpt";
import type { RowProps } from "@/components/list/Grid";
import styles from "./Row.module.css";

interface ItemRowProps extends RowProps<ItemRow> {
  query: string;
  selected: boolean;
  onPress(index: number, event: MouseEvent, onBox: boolean): void;
}

/** A text on one line: its beginning, its label, what the model says, who and when. */
export const Row = memo(function Row(props: ItemRowProps) {
  const { index, row, query, current, selected, now, onPress } = props;
  const { project } = useItems();
  if (!row)
    return (
      <div role="row" aria-rowindex={index + 1} className={styles.row} data-empty>
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
      data-bare={isBare(row) || undefined}
      style={{ "--until": firstSaid(row) }}
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
      <Facts row={row} now={now} />
    </div>
  );
});

/** Whether nobody has said anything of a text, only the model. */
const isBare = ({ label, prediction, annotators, labelled_at }: ItemRow): boolean =>
  label === null && prediction !== null && annotators.length === 0 && labelled_at === null;

/** The column of the first thing that is said of a text. */
function firstSaid({ label, state, prediction, open_notes, ...row }: ItemRow): string {
  if (label !== null || state === "provisional") return "label";
  if (prediction) return "model";
  if (open_notes > 0) return "notes";
  if (row.decided_by !== null || row.annotators.length > 0) return "who";
  return row.labelled_at === null ? "end" : "when";
}

function Facts({ row, now }: { row: ItemRow; now: number }) {
  const { label, state, prediction, suspected, labelled_at: at, open_notes: notes } = row;
  const { project } = useItems();
  const retired =
    label !== null && namesOne(project) && project.classes.every(({ name }) => name !== label);
  const who = row.decided_by ?? row.annotators.join(", ");
  return (
    <>
      <div role="gridcell" className={styles.label}>
        {label !== null && <ClassName name={label} />}
        {retired && <span className={styles.quiet}>{words.retired}</span>}
        {state === "provisional" && (
          <span className={styles.quiet} title={words.provisionalHint}>
            {" "}
            …
          </span>
        )}
      </div>
      <div role="gridcell" className={styles.model} data-suspected={suspected || undefined}>
        {prediction && (
          <>
            <span aria-hidden>✦</span>
            <span className="unseen">{suspected ? words.modelDoubt : words.theModelSays}</span>
            {prediction.class !== label && (
              <ClassName className={styles.predicted} name={prediction.class} />
            )}{" "}
            <span>{percent(prediction.probability)}</span>
          </>
        )}
      </div>
      <div role="gridcell" className={styles.notes}>
        {notes > 0 && (
          <span title={words.openNotes(notes)}>
            <span aria-hidden>⚑</span>
            <span className="unseen">{words.openNotes(notes)}</span>
          </span>
        )}
      </div>
      <div role="gridcell" className={styles.who}>
        <bdi>{who}</bdi>
      </div>
      <div role="gridcell" className={styles.when}>
        {at !== null && ago(at, now)}
      </div>
    </>
  );
}
