import { type ClipboardEvent, useState } from "react";
import { DragHandle } from "@/components/list/DragHandle";
import { placeOf } from "@/components/list/drop";
import { LONGEST_NAME } from "@/files/limits";
import { useFieldKeys, useMovingKeys } from "@/components/keys/use-field-keys";
import { words as keys } from "@/words/terms/keys";
import { words } from "@/words/new-project";
import styles from "./AnswersStep.module.css";
import { type ClassRow, keyProblem } from "./class-rows";

interface ClassLineProps {
  row: ClassRow;
  rows: readonly ClassRow[];
  /** The key it has when it is given none; null where classes have no keys. */
  automatic: string | null;
  problem: string | null;
  onChange(part: Partial<Omit<ClassRow, "id">>): void;
  onAdd(): void;
  onRemove(): void;
  onMove(to: number): void;
  onPaste(text: string): void;
}

/** One class: its key, its name and what it means. */
export function ClassLine(props: ClassLineProps) {
  const { row, rows, problem, onChange, onAdd, onRemove, onMove } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  const at = rows.indexOf(row);
  const called = row.name.trim() || `class ${at + 1}`;
  const wrong = refusal ?? problem;
  const explained = wrong ? `wrong-${row.id}` : undefined;

  const setKey = (typed: string) => {
    const key = typed.slice(-1);
    const clash = keyProblem(rows, row.id, key);
    setRefusal(clash);
    if (!clash) onChange({ key });
  };
  const moveByKey = useMovingKeys(keys.moveAClass, (by) => onMove(at + by));
  const removeIfEmpty = () => {
    if (row.name === "") onRemove();
    return row.name === "";
  };
  const group = keys.inAField;
  const nameKeys = useFieldKeys([
    { id: "add", name: keys.anotherClass, group, keys: ["Enter"], run: onAdd },
    { id: "remove", name: keys.removeAnEmptyOne, group, keys: ["Backspace"], run: removeIfEmpty },
  ]);
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/\n/.test(text.trim())) return;
    event.preventDefault();
    props.onPaste(text);
  };

  return (
    <li className={styles.row} data-row={at} onKeyDown={moveByKey}>
      <DragHandle
        label={words.moveArrowKeys(called)}
        title={words.dragOrAltAlt}
        {...{ at, onMove }}
        onDrag={(drop) => drop && onMove(placeOf(drop, at))}
      />
      {props.automatic !== null && (
        <input
          className="field"
          data-key
          aria-label={words.keyOf(called)}
          aria-invalid={refusal !== null}
          aria-describedby={explained}
          value={row.key}
          placeholder={props.automatic}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setKey(event.currentTarget.value)}
          onBlur={() => setRefusal(null)}
        />
      )}
      <input
        id={`class-${row.id}`}
        className="field"
        aria-label={words.nameOfClass(at + 1)}
        aria-invalid={problem !== null}
        aria-describedby={explained}
        placeholder={words.name}
        maxLength={LONGEST_NAME}
        value={row.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        onKeyDown={nameKeys}
        onPaste={paste}
      />
      <input
        className="field"
        data-words="description"
        aria-label={words.descriptionOf(called)}
        placeholder={words.descriptionHint}
        maxLength={2_000}
        value={row.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <button type="button" className="icon" aria-label={words.removeOf(called)} onClick={onRemove}>
        ✕
      </button>
      {wrong && (
        <p id={explained} role="alert" className={styles.wrong}>
          {wrong}
        </p>
      )}
    </li>
  );
}
