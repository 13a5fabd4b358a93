import { useMemo } from "react";
import { byName, ClassButtons, isList } from "../class-buttons/ClassButtons";
import { hasRow } from "../class-buttons/suggested";
import { SuggestedRow } from "../class-buttons/SuggestedRow";
import type { Means, WidgetProps } from "../widget";
import { Chosen } from "./Chosen";
import { classesOf, recentClasses, toggled } from "./classes-of";
import { choosingKeys } from "./keys";
import { SaveButton } from "./SaveButton";

/** A button per class, each chosen or not, and one that saves what is chosen: nothing is an answer
 * too. With many classes those that are chosen stand above the list as well, and what a model thinks
 * likely; else that is marked on the buttons. Nothing is chosen by it. */
export function MultiLabel(props: WidgetProps) {
  const { asked, chosen, given } = props;
  const keys = byName([...choosingKeys(asked)].map(([key, { classes }]) => [classes[0]!, key]));
  const recent = useMemo(() => recentClasses(given), [given]);
  const names = classesOf(chosen);
  const marked = isList(asked) ? [] : (props.suggestions ?? []);
  const take = (name: string, by: Means) =>
    props.onChoose(toggled(chosen, { classes: [name] }), by);
  const looksOf = (name: string) => ({
    chosen: names.includes(name),
    likelihood: marked.find((each) => each.class === name)?.probability ?? null,
  });
  return (
    <ClassButtons
      several
      asked={asked}
      keys={keys}
      recent={recent}
      filter={props.filter}
      typed={props.typed}
      onFilter={props.onFilter}
      hasRoom={!isList(asked) && asked.suggests === true && props.suggestions !== null}
      looksOf={looksOf}
      above={
        isList(asked) && (
          <>
            {hasRow(asked) && props.suggestions && (
              <SuggestedRow
                several
                suggestions={props.suggestions}
                looksOf={looksOf}
                onTake={take}
              />
            )}
            <Chosen names={names} onTake={take} />
          </>
        )
      }
      below={
        <SaveButton count={names.length} onSave={(by) => props.onAnswer({ classes: names }, by)} />
      }
      onTake={take}
    />
  );
}
