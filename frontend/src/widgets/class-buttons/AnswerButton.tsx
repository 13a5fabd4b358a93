import { spoken } from "@/words/terms/class-names";
import { Fragment, memo, useEffect, useRef } from "react";
import { classes } from "@/components/classes";
import { keepKeys } from "@/components/keys/keep-keys";
import type { Found } from "@/state/filter";
import { words } from "@/words/terms/answers";
import type { AnswerClass, Means } from "../widget";
import { Likelihood } from "./Likelihood";
import styles from "./AnswerButton.module.css";

/** What marks one answer among the others. */
export interface Looks {
  /** How likely a model thinks it, where that is shown. */
  likelihood?: number | null;
  /** It was the answer before undo. */
  before?: boolean;
  pressed?: boolean;
  /** It is part of the answer that is being put together. */
  chosen?: boolean;
}

interface AnswerButtonProps extends Looks {
  option: AnswerClass;
  marks: Found<AnswerClass>["marks"];
  /** What is seen in the place of a long name that begins as another; null: the name itself. */
  shown: string | null;
  shortcut: string | null;
  /** Whether there is room for a key, as some class has one. */
  hasKey: boolean;
  compact: boolean;
  /** It stands under a heading. */
  grouped: boolean;
  /** It is the first one after those that do. */
  follows: boolean;
  /** The letters that answer with it, where it has any. */
  code: string | null;
  /** Whether its code begins with what is typed; null: nothing is. */
  fits: boolean | null;
  /** Whether there is room for how likely it is. */
  hasRoom: boolean;
  /** Whether it can be one of several that are chosen: then there is room for a tick. */
  several: boolean;
  active: boolean;
  searching: boolean;
  /** The same function each time. */
  onTake(name: string, by: Means): void;
}

/** One answer: its key, its name, and perhaps what it means. Drawn anew when it changes: of a hundred
 * and more a press changes one. */
export const AnswerButton = memo(function AnswerButton(props: AnswerButtonProps) {
  const { option, shortcut, active, searching, several } = props;
  const { likelihood = null, before = false, pressed = false, chosen = false } = props;
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
        props.grouped && styles.grouped,
        props.follows && styles.follows,
        likelihood !== null && styles.suggested,
        before && styles.before,
        chosen && styles.chosen,
        pressed && styles.pressed,
        active && styles.active,
        props.fits === false && styles.others,
      )}
      role={searching ? "option" : undefined}
      aria-selected={searching ? active : undefined}
      aria-checked={searching && several ? chosen : undefined}
      aria-pressed={!searching && several ? chosen : undefined}
      aria-keyshortcuts={shortcut ?? undefined}
      aria-description={props.code ? words.itsLetters(props.code) : undefined}
      style={option.colour ? { "--mark": `var(--class-${option.colour})` } : undefined}
      data-marked={option.colour ? true : undefined}
      tabIndex={searching ? -1 : undefined}
      onMouseDown={keepKeys}
      // A button pressed by Enter or Space is clicked no times.
      onClick={(event) => props.onTake(option.name, event.detail > 0 ? "pointer" : "key")}
    >
      {props.hasKey && (
        <span className={styles.key} aria-hidden data-empty={shortcut === null || undefined}>
          {shortcut}
        </span>
      )}
      {props.code && (
        <span className={styles.code} aria-hidden data-fits={props.fits || undefined}>
          {props.code}
        </span>
      )}
      <span className={styles.words}>
        <Marked
          name={option.name}
          shown={props.shown}
          marks={props.marks}
          description={option.description ?? ""}
        />
        {option.description && <bdi className={styles.description}>{option.description}</bdi>}
      </span>
      {props.hasRoom && (
        <span className={styles.room}>
          {likelihood !== null && <Likelihood probability={likelihood} />}
        </span>
      )}
      {several && (
        <span className={styles.tick} aria-hidden>
          {chosen && "✓"}
        </span>
      )}
      {before && <span className="unseen">{words.yourAnswerBefore}</span>}
    </button>
  );
});

const Marked = memo(function Marked({
  name,
  shown,
  marks,
  description,
}: Pick<AnswerButtonProps, "marks" | "shown"> & { name: string; description: string }) {
  const said = spoken(name);
  const hover = [said === name && !shown ? "" : name, description].filter(Boolean).join("\n");
  if (shown) {
    return (
      <bdi className={styles.name} title={hover}>
        <span className={styles.brief} aria-hidden>
          {shown}
        </span>
        <span className={styles.whole}>{said}</span>
      </bdi>
    );
  }
  return (
    <bdi className={styles.name} title={hover || undefined}>
      {marks.map(([from, to], index) => (
        <Fragment key={from}>
          {said.slice(marks[index - 1]?.[1] ?? 0, from)}
          <mark>{said.slice(from, to)}</mark>
        </Fragment>
      ))}
      {said.slice(marks.at(-1)?.[1] ?? 0)}
    </bdi>
  );
});
