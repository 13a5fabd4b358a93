import { type KeyboardEvent, useEffect, useRef } from "react";
import { Key } from "@/components/Key";
import type { Found } from "@/state/filter";
import { words } from "@/words/answers";
import type { AnswerClass, Means, WidgetProps } from "../widget";
import styles from "./ClassButtons.module.css";

interface FilterLineProps extends Pick<WidgetProps, "filter" | "typed" | "onFilter"> {
  /** Whether what is typed begins a code. */
  isCode: boolean;
  found: Found<AnswerClass>[];
  active: number;
  onActive(active: number): void;
  onTake(name: string, by: Means): void;
}

/** What is typed of a code. */
function said({ typed, isCode }: FilterLineProps): string {
  return isCode ? words.andTheSecondLetter(typed) : words.noClassHasTheLetters(typed);
}

/** The line that finds a class. Its place is reserved, so that opening it moves nothing. */
export function FilterLine(props: FilterLineProps) {
  const { filter, active, found, onFilter, onActive } = props;
  const input = useRef<HTMLInputElement>(null);
  const open = filter !== null;
  // Also when a letter was typed while the focus was elsewhere, say after scrolling the list.
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open, filter]);

  if (!open)
    return (
      <button type="button" className={styles.closed} onClick={() => onFilter("")}>
        <span role="status" data-wrong={!props.isCode || undefined}>
          {props.typed === "" ? words.classes(found.length) : said(props)}
          {props.typed === "" && <span className={styles.how}>{words.typeItsLetters}</span>}
        </span>
        <Key name="/" quiet />
      </button>
    );

  const close = () => {
    onFilter(null);
    input.current?.blur();
  };
  const move = (by: number) => onActive(Math.max(0, Math.min(found.length - 1, active + by)));
  const keys: Record<string, () => void> = {
    Enter: () => {
      const chosen = found[active];
      if (chosen) props.onTake(chosen.item.name, "key");
    },
    Escape: close,
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const work = event.key === "Backspace" && filter === "" ? close : keys[event.key];
    if (!work || event.nativeEvent.isComposing) return;
    event.preventDefault();
    work();
  };

  return (
    <input
      ref={input}
      className={styles.input}
      type="text"
      role="combobox"
      aria-label={words.findAClass}
      aria-expanded
      aria-controls="answers"
      aria-activedescendant={found[active] ? `answer-${found[active].item.id}` : undefined}
      autoComplete="off"
      spellCheck={false}
      placeholder={words.enterTakesTheFirstEsc}
      value={filter}
      onChange={(event) => onFilter(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (filter === "") onFilter(null);
      }}
    />
  );
}
