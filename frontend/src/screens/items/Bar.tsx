import { classKeys, targets } from "@/actions/items/action";
import { close } from "@/actions/items/close";
import { give } from "@/actions/items/label";
import { labelAs } from "@/actions/items/label-as";
import { selectAll } from "@/actions/items/select-all";
import { Choices } from "@/components/Choices";
import { keepKeys } from "@/components/keep-keys";
import { Key } from "@/components/Key";
import { onMac } from "@/components/platform";
import { printed } from "@/state/keys";
import { length } from "@/state/items/list";
import { MOST_SELECTED, wouldChange } from "@/state/items/selection";
import { useStore } from "@/state/use-store";
import { count, figure } from "../project/figures";
import { useItems } from "./context";
import styles from "./Dock.module.css";

/** What is marked, and what each label would change of it before its key is pressed. */
export function Bar() {
  const items = useItems();
  const { project, view, list } = items;
  const { selection, picking } = useStore(view);
  const { rows } = useStore(list.state);
  const ids = new Set(targets(items));
  const marked = rows.filter(({ id }) => ids.has(id));
  const keys = [...classKeys(project)];
  return (
    <section className={styles.bar} aria-label="Marked texts">
      <div className={styles.what}>
        <p role="status">
          <strong>
            {selection.size > 0 ? `${count(selection.size, "text")} marked` : "This text"}
          </strong>
        </p>
        {selection.size > 0 && <All />}
        <button
          type="button"
          className={styles.hint}
          onMouseDown={keepKeys}
          onClick={() => view.change({ picking: false, selection: new Set() })}
        >
          <Key name={printed(close.keys(items)[0]!, onMac)} quiet />
          {selection.size > 0 ? "unmark" : "close"}
        </button>
      </div>
      {picking ? (
        <div className={styles.picking}>
          <Choices
            upwards
            label="Label as"
            placeholder="Type to find, Enter takes the first"
            choices={project.classes.map(({ name }) => ({
              ...{ value: name, name },
              note: changes(wouldChange(marked, name)),
            }))}
            onChoose={(name) => give(items, name)}
            onClose={() => view.change({ picking: false })}
          />
        </div>
      ) : (
        <div
          className={styles.labels}
          role="group"
          aria-label="Label as, and how many would change"
        >
          {keys.map(([key, name]) => (
            <button
              key={name}
              type="button"
              className={styles.label}
              disabled={wouldChange(marked, name) === 0}
              onMouseDown={keepKeys}
              onClick={() => give(items, name)}
            >
              <Key name={key} />
              <bdi>{name}</bdi>
              <span className={styles.changes}>{changes(wouldChange(marked, name))}</span>
            </button>
          ))}
          {keys.length === 0 && (
            <button
              type="button"
              className={styles.label}
              onMouseDown={keepKeys}
              onClick={() => labelAs.run(items)}
            >
              <Key name={printed(labelAs.keys(items)[0]!, onMac)} />
              Label as…
            </button>
          )}
        </div>
      )}
    </section>
  );
}

const changes = (size: number) => (size === 0 ? "no change" : `changes ${figure(size)}`);

function All() {
  const items = useItems();
  const { selection } = useStore(items.view);
  const size = length(useStore(items.list.state));
  if (selection.size >= Math.min(size, MOST_SELECTED)) {
    return size > MOST_SELECTED ? (
      <p className={styles.most}>{figure(MOST_SELECTED)} are the most at once</p>
    ) : null;
  }
  return (
    <button
      type="button"
      className={styles.hint}
      onMouseDown={keepKeys}
      onClick={() => selectAll.run(items)}
    >
      <Key name={printed(selectAll.keys(items)[0]!, onMac)} quiet />
      {size > MOST_SELECTED
        ? `mark the first ${figure(MOST_SELECTED)} of ${figure(size)} that match`
        : `mark all ${figure(size)} that match`}
    </button>
  );
}
