import { useState } from "react";
import { classes as names } from "@/components/classes";
import type { WidgetProps } from "../widget";
import { AnswerButton } from "./AnswerButton";
import { FilterLine } from "./FilterLine";
import { classOf } from "./class-of";
import { answerKeys } from "./keys";
import { SuggestedRow } from "./SuggestedRow";
import { hasRow } from "./suggested";
import { useFound } from "./use-found";
import styles from "./SingleLabel.module.css";

const LIST_FROM = 11;
/** Rows of a phone stand closer from here on. */
const CROWDED_FROM = 7;

/** A button per class, in the project's order: neither places nor keys ever move, whatever a model
 * thinks. With more than ten classes it is a list, under a row of suggestions where there may be
 * any, and the letters typed leave those that match, best first. */
export function SingleLabel(props: WidgetProps) {
  const { asked, before, pressed, filter } = props;
  // Which of the found classes Enter takes: the first again, whenever the letters are others.
  const [moved, setMoved] = useState({ filter, to: 0 });
  if (moved.filter !== filter) setMoved({ filter, to: 0 });
  const active = moved.filter === filter ? moved.to : 0;
  const found = useFound(props);
  const keys = new Map([...answerKeys(asked)].map(([key, answer]) => [answer.class, key]));
  const many = asked.classes.length >= LIST_FROM;
  const searching = filter !== null;
  const [likeliest] = many ? [] : props.suggestions;
  const layout = many ? styles.list : asked.classes.length > 4 ? styles.three : styles.two;

  return (
    <div className={names(styles.answers, many && styles.scrolls)}>
      {hasRow(asked) && <SuggestedRow {...props} />}
      {many && (
        <FilterLine
          {...props}
          found={found}
          active={active}
          onActive={(to) => setMoved({ filter, to })}
        />
      )}
      <div
        id="answers"
        className={names(
          styles.grid,
          layout,
          !many && asked.classes.length >= CROWDED_FROM && styles.crowded,
        )}
        role={searching ? "listbox" : "group"}
        aria-label="Answers"
      >
        {found.map(({ item, marks }, index) => (
          <AnswerButton
            key={item.id}
            option={item}
            marks={marks}
            shortcut={searching ? null : (keys.get(item.name) ?? null)}
            hasKey={keys.size > 0}
            compact={many}
            hasRoom={!many && asked.suggests === true}
            likelihood={likeliest?.class === item.name ? likeliest.probability : null}
            before={classOf(before) === item.name}
            pressed={classOf(pressed) === item.name}
            active={searching && index === active}
            searching={searching}
            onAnswer={(by) => props.onAnswer({ class: item.name }, by)}
          />
        ))}
        {found.length === 0 && <p className={styles.none}>No class has these letters.</p>}
      </div>
    </div>
  );
}
