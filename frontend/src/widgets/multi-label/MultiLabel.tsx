import { useMemo } from "react";
import { ClassButtons, isList } from "../class-buttons/ClassButtons";
import type { WidgetProps } from "../widget";
import { Chosen } from "./Chosen";
import { classesOf, recentClasses, toggled } from "./classes-of";
import { choosingKeys } from "./keys";
import { SaveButton } from "./SaveButton";

/** A button per class, each chosen or not, and one that saves what is chosen: nothing is an answer
 * too. With many classes those that are chosen stand above the list as well. */
export function MultiLabel(props: WidgetProps) {
  const { asked, chosen, given } = props;
  const keys = new Map([...choosingKeys(asked)].map(([key, { classes }]) => [classes[0]!, key]));
  const recent = useMemo(() => recentClasses(given), [given]);
  const names = classesOf(chosen);
  const take: WidgetProps["onChoose"] = (pressed, by) =>
    props.onChoose(toggled(chosen, pressed), by);
  return (
    <ClassButtons
      several
      asked={asked}
      keys={keys}
      recent={recent}
      filter={props.filter}
      onFilter={props.onFilter}
      looksOf={(name) => ({ chosen: names.includes(name) })}
      above={
        isList(asked) && (
          <Chosen names={names} onTake={(name, by) => take({ classes: [name] }, by)} />
        )
      }
      below={
        <SaveButton count={names.length} onSave={(by) => props.onAnswer({ classes: names }, by)} />
      }
      onTake={(name, by) => take({ classes: [name] }, by)}
    />
  );
}
