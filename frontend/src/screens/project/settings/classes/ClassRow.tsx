import type { Project } from "@/api/queries";
import { useState } from "react";
import { useMovingKeys, useSavingKeys } from "@/components/keys/use-field-keys";
import { LONGEST_NAME } from "@/files/limits";
import { DIGITS } from "@/state/keys/keys";
import { hasRow } from "@/widgets/class-buttons/suggested";
import { figure } from "@/words/figures";
import { words as keys } from "@/words/terms/keys";
import { words } from "@/words/project/classes";
import styles from "./Classes.module.css";
import { ClassMenu } from "./ClassMenu";
import { DragHandle } from "@/components/list/DragHandle";
import type { Drop } from "@/components/list/drop";
import type { ClassActions, ProjectClass } from "./use-classes";

interface ClassRowProps {
  project: Project;
  found: ProjectClass;
  /** Null: only some rows are shown, so that it can't be moved among them. */
  at: number | null;
  others: readonly ProjectClass[];
  actions: ClassActions;
  /** Why the last change was refused. */
  refused: string | null;
  /** Where a dragged row would land, as far as this one shows it. */
  mark: "above" | "below" | "onto" | null;
  onMove(to: number): void;
  onDrag(drop: Drop | null): void;
  onDrop(drop: Drop): void;
  onMerge(): void;
}

/** A class that is offered: its key, name and meaning, each changed in its place. */
export function ClassRow(props: ClassRowProps) {
  const { project, found, at, others, actions, mark } = props;
  const { name, description, labels } = found;
  const [wrongKey, setWrongKey] = useState<string | null>(null);
  const setKey = (typed: string) => {
    const key = typed.slice(-1);
    const holder = others.find((other) => other.key === key && key !== "");
    if (key !== "" && !DIGITS.some((digit) => digit === key)) return setWrongKey(words.keyRule);
    if (holder) return setWrongKey(words.keyIsThatOf(key, holder.name));
    setWrongKey(null);
    actions.change(found, { key: key || null }, words.theKeyOfIs(name, key));
  };
  const refused = wrongKey ?? props.refused;
  const move = useMovingKeys(keys.moveAClass, (by) => at !== null && props.onMove(at + by));
  return (
    <li className={styles.row} data-mark={mark ?? undefined} onKeyDown={move}>
      {at === null ? (
        <span />
      ) : (
        <DragHandle
          label={words.moveLabel(name)}
          title={words.moveHint}
          at={at}
          onDrag={props.onDrag}
          onDrop={props.onDrop}
          onMove={props.onMove}
        />
      )}
      {hasRow({ classes: [found, ...others], suggests: project.suggests }) ? (
        <span />
      ) : (
        <input
          className="field"
          data-key
          aria-label={words.keyOf(name)}
          aria-invalid={wrongKey !== null}
          value={found.key ?? ""}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setKey(event.currentTarget.value)}
          onBlur={() => {
            setWrongKey(null);
            actions.forget(found, "key");
          }}
        />
      )}
      <Words
        label={words.nameOf(name)}
        stored={name}
        longest={LONGEST_NAME}
        needed
        onSave={(typed) => actions.change(found, { name: typed }, words.isCalledNow(name, typed))}
        onForget={() => actions.forget(found, "name")}
      />
      <Words
        label={words.descriptionOf(name)}
        stored={description}
        longest={2_000}
        placeholder={words.descriptionHint}
        onSave={(typed) =>
          actions.change(found, { description: typed }, words.isDescribedAnew(name))
        }
        onForget={() => actions.forget(found, "description")}
      />
      <span className={styles.count} title={words.labels(labels ?? 0)}>
        {figure(labels ?? 0)} <span className={styles.noun}>{words.noun(labels ?? 0)}</span>
      </span>
      <ClassMenu
        project={project}
        found={found}
        alone={others.length === 0}
        actions={actions}
        onMerge={props.onMerge}
      />
      {refused && (
        <p role="alert" className={styles.wrong}>
          {refused}
        </p>
      )}
    </li>
  );
}

interface WordsProps {
  label: string;
  stored: string;
  longest: number;
  needed?: boolean;
  placeholder?: string;
  onSave(typed: string): void;
  /** What was refused before is of no matter any more. */
  onForget(): void;
}

/** A field that saves when one leaves it or presses Enter; Escape leaves all as it was. */
function Words({ label, stored, longest, needed, placeholder, onSave, onForget }: WordsProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (next: string | null) => {
    setTyped(next);
    onForget();
  };
  const end = () => {
    const words = typed?.trim();
    type(null);
    if (words !== undefined && words !== stored && (words !== "" || !needed)) onSave(words);
  };
  const onKeyDown = useSavingKeys(end, () => type(null));
  return (
    <input
      className="field"
      data-words={needed ? "name" : "description"}
      aria-label={label}
      placeholder={placeholder}
      maxLength={longest}
      value={typed ?? stored}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={onKeyDown}
    />
  );
}
