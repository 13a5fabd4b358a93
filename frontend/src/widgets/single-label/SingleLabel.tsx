import { useMemo } from "react";
import { byName, ClassButtons, isList } from "../class-buttons/ClassButtons";
import { hasRow } from "../class-buttons/suggested";
import { SuggestedRow } from "../class-buttons/SuggestedRow";
import type { Means, WidgetProps } from "../widget";
import { answerOf, classOf, recentClasses } from "./class-of";
import { answerKeys } from "./keys";

/** A button per class, which gives the answer. With many of them under a row of suggestions, where
 * there may be any. */
export function SingleLabel(props: WidgetProps) {
  const { asked, before, pressed, given } = props;
  const keys = byName([...answerKeys(asked)].map(([key, answer]) => [answer.class, key]));
  const recent = useMemo(() => recentClasses(given), [given]);
  const [likeliest] = isList(asked) ? [] : (props.suggestions ?? []);
  const looksOf = (name: string) => ({
    likelihood: likeliest?.class === name ? likeliest.probability : null,
    before: classOf(before) === name,
    pressed: classOf(pressed) === name,
  });
  const take = (name: string, by: Means) => props.onAnswer(answerOf(name), by);
  return (
    <ClassButtons
      asked={asked}
      keys={keys}
      recent={recent}
      filter={props.filter}
      typed={props.typed}
      onFilter={props.onFilter}
      hasRoom={!isList(asked) && asked.suggests === true}
      looksOf={looksOf}
      above={
        hasRow(asked) &&
        props.suggestions && (
          <SuggestedRow suggestions={props.suggestions} looksOf={looksOf} onTake={take} />
        )
      }
      onTake={take}
    />
  );
}
