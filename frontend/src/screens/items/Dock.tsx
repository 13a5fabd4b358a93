import type { ReactNode } from "react";
import { keepKeys } from "@/components/keep-keys";
import { Key } from "@/components/Key";
import { onMac } from "@/components/platform";
import { TextButton } from "@/components/TextButton";
import { help } from "@/actions/items/help";
import { labelAs } from "@/actions/items/label-as";
import { open } from "@/actions/items/open";
import { select } from "@/actions/items/select";
import { undo } from "@/actions/items/undo";
import type { ItemsAction } from "@/actions/items/action";
import { printed } from "@/state/keys";
import { useStore } from "@/state/use-store";
import { Bar } from "./Bar";
import { useItems } from "./context";
import styles from "./Dock.module.css";
import { done, failed, leftOut } from "./words";

/** At the foot of the screen: what would change, what undo would take back, whether all is saved. */
export function Dock() {
  const { view, list } = useItems();
  const { selection, picking } = useStore(view);
  useStore(list.state); // the actions' `when` depends on it
  return (
    <section id="items-dock" className={styles.dock} aria-label="At the foot">
      {(selection.size > 0 || picking) && <Bar />}
      <footer className={styles.footer}>
        <div className={styles.left}>
          <UndoButton />
        </div>
        <div className={styles.middle}>
          <Hint action={open} name="open" />
          <Hint action={select} name="mark" />
          <Hint action={labelAs} name="label" />
          <Hint action={help} name="all keys" />
        </div>
        <div className={styles.right}>
          <Saved />
        </div>
      </footer>
    </section>
  );
}

function UndoButton() {
  const items = useItems();
  const last = useStore(items.decisions.state).past.at(-1);
  if (!last) return null;
  return (
    <HintButton action={undo}>
      undo <bdi>{done(last)}</bdi>
    </HintButton>
  );
}

function Hint({ action, name }: { action: ItemsAction; name: string }) {
  const items = useItems();
  // What can't be done now keeps its place, unseen, so that nothing moves when it can.
  return <HintButton action={action} unavailable={!action.when(items)} children={name} />;
}

interface HintButtonProps {
  action: ItemsAction;
  unavailable?: boolean;
  children: ReactNode;
}

function HintButton({ action, unavailable, children }: HintButtonProps) {
  const items = useItems();
  return (
    <button
      type="button"
      className={styles.hint}
      data-unavailable={unavailable || undefined}
      onMouseDown={keepKeys}
      onClick={() => action.run(items)}
    >
      <Key name={printed(action.keys(items)[0] ?? "", onMac)} quiet />
      <span className={styles.name}>{children}</span>
    </button>
  );
}

function Saved() {
  const { decisions } = useItems();
  const { sending, failed: wrong, past } = useStore(decisions.state);
  const last = past.at(-1);
  if (wrong)
    return (
      <p role="alert" className={styles.wrong}>
        {failed(wrong)} <TextButton onClick={wrong.again}>Try again</TextButton>
      </p>
    );
  const without = last && leftOut(last);
  return <p role="status">{sending > 0 ? "saving…" : without ? without : last ? "✓ saved" : ""}</p>;
}
