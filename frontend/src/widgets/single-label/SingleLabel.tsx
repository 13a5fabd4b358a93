import { useMemo } from "react";
import { ClassButtons, isList } from "../class-buttons/ClassButtons";
import type { WidgetProps } from "../widget";
import { classOf, recentClasses } from "./class-of";
import { answerKeys } from "./keys";
import { SuggestedRow } from "./SuggestedRow";
import { hasRow } from "./suggested";

/** A button per class, which gives the answer. With many of them under a row of suggestions, where
 * there may be any. */
export function SingleLabel(props: WidgetProps) {
  const { asked, before, pressed, given } = props;
  const keys = new Map([...answerKeys(asked)].map(([key, answer]) => [answer.class, key]));
  const recent = useMemo(() => recentClasses(given), [given]);
  const [likeliest] = isList(asked) ? [] : props.suggestions;
  return (
    <ClassButtons
      asked={asked}
      keys={keys}
      recent={recent}
      filter={props.filter}
      onFilter={props.onFilter}
      hasRoom={!isList(asked) && asked.suggests === true}
      looksOf={(name) => ({
        likelihood: likeliest?.class === name ? likeliest.probability : null,
        before: classOf(before) === name,
        pressed: classOf(pressed) === name,
      })}
      above={hasRow(asked) && <SuggestedRow {...props} />}
      onTake={(name, by) => props.onAnswer({ class: name }, by)}
    />
  );
}
