import type { KeyboardEvent } from "react";
import { change } from "@/actions/hunt/action";
import field from "@/components/Field.module.css";
import { useFinding } from "@/components/use-finding";
import { filterClasses } from "@/state/filter";
import { words } from "@/words/hunt";
import { useHunt } from "./context";
import styles from "./Hunt.module.css";

const SHOWN = 6;

/** The line that finds another class by its letters, and what it finds. */
export function OtherClass({ filter }: { filter: string }) {
  const context = useHunt();
  const { project, target, hunt } = context;
  const others = project.classes.filter(({ name }) => name !== target);
  const found = filterClasses(others, filter, []).slice(0, SHOWN);

  const close = () => change(context, { filter: null });
  const take = ({ item }: (typeof found)[number]) => {
    close();
    hunt.say(item.name);
  };
  const { active, onKeyDown, restart } = useFinding(found, take, close);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Backspace" || filter !== "") return onKeyDown(event);
    event.preventDefault();
    close();
  };

  return (
    <div className={styles.other}>
      <input
        className={field.field}
        type="text"
        role="combobox"
        aria-label={words.find}
        aria-expanded
        aria-controls="other-classes"
        aria-activedescendant={found[active] ? `other-${found[active].item.id}` : undefined}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        placeholder={words.findHint}
        value={filter}
        onChange={(event) => {
          restart();
          change(context, { filter: event.currentTarget.value });
        }}
        onKeyDown={press}
        onBlur={close}
      />
      <div id="other-classes" role="listbox" aria-label={words.find} className={styles.found}>
        {found.map((one, index) => (
          <div
            key={one.item.id}
            id={`other-${one.item.id}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            // A press takes the focus from the field, which would close the list before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            <bdi>{one.item.name}</bdi>
          </div>
        ))}
        {found.length === 0 && <p className={styles.none}>{words.findNothing}</p>}
      </div>
    </div>
  );
}
