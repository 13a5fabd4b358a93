import { memo, useEffect, useRef } from "react";
import { classes } from "@/components/classes";
import { keepKeys } from "@/components/keep-keys";
import type { Found } from "@/state/filter";
import type { AnswerClass, Means } from "../widget";
import { breakable } from "./breakable";
import { Likelihood } from "./Likelihood";
import styles from "./AnswerButton.module.css";

interface AnswerButtonProps {
  option: AnswerClass;
  marks: Found<AnswerClass>["marks"];
  shortcut: string | null;
  /** Whether there is room for a key, as some class has one. */
  hasKey: boolean;
  compact: boolean;
  /** Whether there is room for how likely it is, and how likely where that is shown. */
  hasRoom: boolean;
  likelihood: number | null;
  before: boolean;
  pressed: boolean;
  active: boolean;
  searching: boolean;
  onAnswer(by: Means): void;
}

/** One answer: its key, its name, and perhaps what it means. */
export function AnswerButton(props: AnswerButtonProps) {
  const { option, shortcut, before, active, searching } = props;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (active || before) button.current?.scrollIntoView({ block: "nearest" });
  }, [active, before]);

  return (
    <button
      ref={button}
      type="button"
      id={`answer-${option.id}`}
      className={classes(
        styles.answer,
        props.compact && styles.compact,
        props.likelihood !== null && styles.suggested,
        before && styles.before,
        props.pressed && styles.pressed,
        active && styles.active,
      )}
      role={searching ? "option" : undefined}
      aria-selected={searching ? active : undefined}
      aria-keyshortcuts={shortcut ?? undefined}
      style={option.colour ? { "--mark": `var(--class-${option.colour})` } : undefined}
      data-marked={option.colour ? true : undefined}
      tabIndex={searching ? -1 : undefined}
      onMouseDown={keepKeys}
      // A button pressed by Enter or Space is clicked no times.
      onClick={(event) => props.onAnswer(event.detail > 0 ? "pointer" : "key")}
    >
      {props.hasKey && (
        <span className={styles.key} aria-hidden data-empty={shortcut === null || undefined}>
          {shortcut}
        </span>
      )}
      <span className={styles.words}>
        <Marked text={option.name} marks={props.marks} />
        {option.description && <bdi className={styles.description}>{option.description}</bdi>}
      </span>
      {props.hasRoom && (
        <span className={styles.room}>
          {props.likelihood !== null && <Likelihood probability={props.likelihood} />}
        </span>
      )}
      {before && <span className="unseen">, your answer before</span>}
    </button>
  );
}

const Marked = memo(function Marked({
  text,
  marks,
}: Pick<AnswerButtonProps, "marks"> & { text: string }) {
  const parts = marks.map(([from, to], index) => [
    breakable(text.slice(marks[index - 1]?.[1] ?? 0, from)),
    <mark key={from}>{breakable(text.slice(from, to))}</mark>,
  ]);
  return (
    <bdi className={styles.name}>
      {parts}
      {breakable(text.slice(marks.at(-1)?.[1] ?? 0))}
    </bdi>
  );
});
