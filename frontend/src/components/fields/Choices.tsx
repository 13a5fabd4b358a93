import { useEffect, useId, useRef, useState } from "react";
import { filterClasses } from "@/state/filter";
import { words } from "@/words/common";
import { classes } from "../classes";
import styles from "./Choices.module.css";
import { Finder, useFinder } from "./Finder";

export interface Choice {
  value: string;
  name: string;
  /** The heading that it stands under. */
  group?: string;
  /** What is said of it at its end. */
  note?: string;
  disabled?: boolean;
}

interface ChoicesProps {
  label: string;
  choices: readonly Choice[];
  placeholder?: string;
  /** The list opens above the field. */
  upwards?: boolean;
  /** What is typed already. */
  start?: string;
  onChoose(value: string): void;
  onClose(): void;
  onBlur?(): void;
}

/** One of several, found by typing some of its letters: Enter takes the first that is left. */
export function Choices(props: ChoicesProps) {
  const { label, choices, placeholder = words.typeToFind, upwards } = props;
  const { start = "", onChoose, onClose, onBlur } = props;
  const [typed, setTyped] = useState(start);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  useEffect(() => input.current?.focus({ preventScroll: true }), []);

  const left = typed === "" ? choices : filterClasses(choices, typed, []).map(({ item }) => item);
  const found = left.filter(({ disabled }) => !disabled);
  const choose = ({ value }: Choice) => onChoose(value);
  const { active, onKeyDown } = useFinder(found, typed, choose, onClose);

  return (
    <div className={classes(styles.choices, upwards && styles.upwards)}>
      <Finder
        {...{ input, label, placeholder, list, onKeyDown, onBlur }}
        active={found[active] && `${list}-${found[active].value}`}
        letters={typed}
        onLetters={setTyped}
      />
      <ul id={list} role="listbox" aria-label={label} className={styles.list}>
        {left.map((choice, index) => (
          <Option
            key={choice.value}
            id={`${list}-${choice.value}`}
            choice={choice}
            heading={
              typed === "" && choice.group !== left[index - 1]?.group ? choice.group : undefined
            }
            active={choice === found[active]}
            onChoose={() => choose(choice)}
          />
        ))}
      </ul>
      {left.length === 0 && <p className={styles.none}>{words.nothingHasTheseLetters}</p>}
    </div>
  );
}

interface OptionProps {
  id: string;
  choice: Choice;
  heading: string | undefined;
  active: boolean;
  onChoose(): void;
}

function Option({ id, choice, heading, active, onChoose }: OptionProps) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <>
      {heading !== undefined && (
        <li role="presentation" className={styles.heading}>
          {heading}
        </li>
      )}
      <li
        ref={line}
        id={id}
        role="option"
        aria-selected={active}
        aria-disabled={choice.disabled || undefined}
        className={styles.option}
        // The field keeps the focus.
        onMouseDown={(event) => event.preventDefault()}
        onClick={choice.disabled ? undefined : onChoose}
      >
        <bdi className="break">{choice.name}</bdi>
        {choice.note !== undefined && <span className={styles.note}>{choice.note}</span>}
      </li>
    </>
  );
}
