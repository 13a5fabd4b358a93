import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { Finder } from "@/components/fields/Finder";
import { Key } from "@/components/keys/Key";
import type { Found } from "@/state/filter";
import { words } from "@/words/terms/answers";
import type { AnswerClass, WidgetProps } from "../widget";
import styles from "./ClassButtons.module.css";

interface FilterLineProps extends Pick<WidgetProps, "filter" | "typed" | "onFilter"> {
  /** Whether what is typed begins a code. */
  isCode: boolean;
  found: Found<AnswerClass>[];
  active: number;
  input: RefObject<HTMLInputElement | null>;
  onKeyDown(event: KeyboardEvent): void;
}

/** What is typed of a code. */
function said({ typed, isCode }: FilterLineProps): string {
  return isCode ? words.andTheSecondLetter(typed) : words.noCode(typed);
}

/** The line that finds a class. Its place is reserved, so that opening it moves nothing. */
export function FilterLine(props: FilterLineProps) {
  const { filter, active, found, onFilter, input, onKeyDown } = props;
  const open = filter !== null;
  // Also when a letter was typed while the focus was elsewhere, say after scrolling the list.
  useEffect(() => {
    if (open) input.current?.focus();
  }, [input, open, filter]);

  if (!open)
    return (
      <button type="button" className={styles.closed} onClick={() => onFilter("")}>
        <span role="status" data-wrong={(props.typed !== "" && !props.isCode) || undefined}>
          {props.typed === "" ? words.classes(found.length) : said(props)}
          {props.typed === "" && (
            <span className={styles.how}>
              {props.isCode ? words.typeItsLetters : words.findItByName}
            </span>
          )}
        </span>
        <Key name="/" quiet />
      </button>
    );

  return (
    <Finder
      {...{ input, onKeyDown }}
      label={words.findAClass}
      placeholder={words.finderHint}
      list="answers"
      active={found[active] && `answer-${found[active].item.id}`}
      letters={filter}
      onLetters={onFilter}
      onBlur={() => {
        if (filter === "") onFilter(null);
      }}
    />
  );
}
