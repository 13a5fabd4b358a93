import { spoken } from "@/words/terms/class-names";
import { classes } from "@/components/classes";
import foot from "@/components/keys/Keys.module.css";
import { Hint } from "@/components/keys/Hint";
import { Sent } from "@/components/sent/Sent";
import { help } from "@/actions/everywhere";
import { labelAs, open, select, undo } from "@/actions/items";
import type { ItemsAction } from "@/actions/items/action";
import { useStore } from "@/state/use-store";
import { done, leftOut } from "@/words/items";
import { words } from "@/words/items";
import { Bar } from "./Bar";
import { useItems } from "./context";
import styles from "./Items.module.css";

/** At the foot of the screen: what would change, what undo would take back, whether all is saved. */
export function Dock() {
  const { view, list, outbox, decisions } = useItems();
  const last = useStore(decisions.past.state).at(-1);
  const { selection, picking, marking } = useStore(view);
  useStore(list.state); // the actions' `when` depends on it
  return (
    <section id="items-dock" className={styles.dock} aria-label={words.atTheFoot}>
      {(selection.size > 0 || picking || marking > 0) && <Bar />}
      <footer className={foot.foot}>
        <div className={foot.left}>
          <Undo />
        </div>
        <div className={classes(foot.middle, styles.middle)}>
          <Does action={open} name={words.open} />
          <Does action={select} name={words.mark} />
          <Does action={labelAs} name={words.label} />
          <Does action={help} name={words.allKeys} />
        </div>
        <div className={foot.right}>
          <Sent outbox={outbox} instead={last ? leftOut(last) : null} />
        </div>
      </footer>
    </section>
  );
}

function Undo() {
  const items = useItems();
  const last = useStore(items.decisions.past.state).at(-1);
  if (!last) return null;
  return (
    <Hint by={undo.keys(items)[0]} onPress={() => undo.run(items)}>
      {words.undoOf(<bdi>{done({ ...last, label: spoken(last.label) })}</bdi>)}
    </Hint>
  );
}

function Does({ action, name }: { action: ItemsAction; name: string }) {
  const items = useItems();
  const [key] = action.keys(items);
  if (key === undefined) return null;
  return (
    <Hint by={key} unavailable={!action.when(items)} onPress={() => action.run(items)}>
      {name}
    </Hint>
  );
}
