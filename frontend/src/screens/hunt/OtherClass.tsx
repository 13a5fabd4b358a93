import { type KeyboardEvent, useState } from "react";
import { change } from "@/actions/hunt/action";
import { filterClasses } from "@/state/filter";
import { useHunt } from "./context";
import styles from "./OtherClass.module.css";
import { words } from "./words";

const SHOWN = 6;

/** The line that finds another class by its letters, and what it finds. */
export function OtherClass({ filter }: { filter: string }) {
  const context = useHunt();
  const { project, target, hunt } = context;
  const [active, setActive] = useState(0);
  const others = project.classes.filter(({ name }) => name !== target);
  const found = filterClasses(others, filter, []).slice(0, SHOWN);

  const close = () => change(context, { filter: null });
  const take = (name: string | undefined) => {
    if (name === undefined) return;
    close();
    hunt.say(name);
  };
  const move = (by: number) => setActive(Math.max(0, Math.min(found.length - 1, active + by)));
  const keys: Record<string, () => void> = {
    Enter: () => take(found[active]?.item.name),
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
    <div className={styles.other}>
      <input
        className={styles.input}
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
          setActive(0);
          change(context, { filter: event.currentTarget.value });
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div id="other-classes" role="listbox" aria-label={words.find} className={styles.found}>
        {found.map(({ item }, index) => (
          <div
            key={item.id}
            id={`other-${item.id}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            // A press takes the focus from the field, which would close the list before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(item.name)}
          >
            <bdi>{item.name}</bdi>
          </div>
        ))}
        {found.length === 0 && <p className={styles.none}>{words.findNothing}</p>}
      </div>
    </div>
  );
}
