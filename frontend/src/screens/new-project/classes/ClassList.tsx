import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { DIGITS } from "@/state/keys/keys";
import { words } from "@/words/new-project";
import styles from "./AnswersStep.module.css";
import { ClassLine } from "./ClassLine";
import {
  changed,
  type ClassRow,
  keysOf,
  moved,
  named,
  parseLines,
  problems,
  withClasses,
  without,
  withRowAfter,
} from "./class-rows";

/** Of more, the list shows a part. */
const IN_VIEW = 12;

interface ClassListProps {
  rows: readonly ClassRow[];
  onChange(rows: ClassRow[]): void;
}

/** The classes as rows that are written, moved and removed by mouse or keyboard. */
export function ClassList({ rows, onChange }: ClassListProps) {
  const keys = keysOf(rows);
  const wrong = problems(rows);
  // Digits are for suggestions then, unless a setting says otherwise.
  const keyless = named(rows).length > DIGITS.length;
  const focusSoon = useFocus(rows);

  const add = (after: number) => {
    const next = withRowAfter(rows, after);
    focusSoon(next[after + 1]?.id);
    onChange(next);
  };
  const remove = (at: number) => {
    focusSoon((rows[at - 1] ?? rows[at + 1])?.id);
    onChange(without(rows, rows[at]!.id));
  };
  const paste = (at: number, text: string) => {
    const before = withClasses(rows.slice(0, at), parseLines(text));
    onChange(withClasses(before, rows.slice(at)).map((row) => keptKey(row, rows)));
  };

  return (
    <>
      {rows.length > 0 && (
        <ul className={styles.list} data-keyless={keyless || undefined} aria-label={words.classes}>
          {rows.map((row, at) => (
            <ClassLine
              key={row.id}
              row={row}
              rows={rows}
              automatic={keyless ? null : (keys.get(row.id) ?? "")}
              problem={wrong.get(row.id) ?? null}
              onChange={(part) => onChange(changed(rows, row.id, part))}
              onAdd={() => add(at)}
              onRemove={() => remove(at)}
              onMove={(to) => onChange(moved(rows, at, to))}
              onPaste={(text) => paste(at, text)}
            />
          ))}
        </ul>
      )}
      {keyless && <p className="small quiet">{words.moreClassesThanKeys}</p>}
      <div className="row gap4">
        <Button variant="default" onClick={() => add(rows.length - 1)}>
          {words.addAClass}
        </Button>
        {rows.length > IN_VIEW && (
          <span className="small quiet">{words.classesInAll(named(rows).length)}</span>
        )}
      </div>
    </>
  );
}

/** Rows that were there keep the key they had. */
function keptKey(row: ClassRow, before: readonly ClassRow[]): ClassRow {
  return { ...row, key: before.find(({ name }) => name === row.name)?.key ?? "" };
}

/** Moves the focus to the name of a row once it is drawn. */
function useFocus(rows: readonly ClassRow[]): (id: number | undefined) => void {
  const soon = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (soon.current === undefined) return;
    document.getElementById(nameField(soon.current))?.focus();
    soon.current = undefined;
  }, [rows]);
  return (id) => {
    soon.current = id;
  };
}

const nameField = (id: number) => `class-${id}`;
