import type { MouseEvent } from "react";
import type { Action } from "@/actions/action";
import { flag } from "@/actions/flag";
import { guidelines } from "@/actions/guidelines";
import { skip } from "@/actions/skip";
import { undo } from "@/actions/undo";
import { classes } from "@/components/classes";
import { Key } from "@/components/Key";
import { keepKeys } from "@/components/keep-keys";
import { printed } from "@/state/keys";
import { isFlagged } from "@/state/flags";
import { useStore } from "@/state/use-store";
import { widgetFor } from "@/widgets";
import { useLabelling } from "./context";
import styles from "./Footer.module.css";
import { onMac } from "@/components/platform";
import { SavedState } from "./SavedState";

const EXCERPT = 18;

/** What undo would take back, the three keys besides the answers, and whether all is saved. */
export function Footer() {
  const { labelling } = useLabelling();
  const { queue } = useStore(labelling.supply.state);
  const state = useStore(labelling.state);
  const flagged = queue.current !== null && isFlagged(state, queue.current);
  return (
    <footer className={styles.footer}>
      <div className={styles.left}>
        <UndoButton />
      </div>
      <div className={styles.middle}>
        <Hint action={skip} name="skip" />
        <Hint action={flag} name={flagged ? "flagged" : "flag"} done={flagged} />
        <Hint action={guidelines} name="guidelines" />
      </div>
      <div className={styles.right}>
        <SavedState />
      </div>
    </footer>
  );
}

function UndoButton() {
  const context = useLabelling();
  const { past } = useStore(context.labelling.state);
  const last = past.at(-1);
  if (!last) return null;
  const made =
    last.made.kind === "skip"
      ? "Skip"
      : (widgetFor(context.project)?.describe(last.made.answer) ?? "");
  const text = last.slot.item.text.replace(/\s+/g, " ").trim();
  return (
    <HintButton
      action={undo}
      className={styles.undo}
      name={
        <>
          undo <bdi>{made}</bdi>
          <span className={styles.excerpt}>
            : “<bdi>{text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text}</bdi>”
          </span>
        </>
      }
    />
  );
}

function Hint({ action, name, done }: { action: Action; name: string; done?: boolean }) {
  const context = useLabelling();
  // What can't be done now keeps its place, unseen, so that nothing moves when it can.
  const look = action.when(context) ? done && styles.done : styles.unavailable;
  return <HintButton action={action} name={name} className={look || undefined} />;
}

interface HintButtonProps {
  action: Action;
  name: React.ReactNode;
  className?: string | undefined;
}

function HintButton({ action, name, className }: HintButtonProps) {
  const context = useLabelling();
  const key = action.keys(context)[0] ?? "";
  const press = (event: MouseEvent) => {
    // As with an answer, the second of two taps is not for the text that the first one brought.
    if (action.turns && event.detail > 0 && !context.labelling.isPointedAt()) return;
    action.run(context);
  };
  return (
    <button
      type="button"
      className={classes(styles.hint, className)}
      onMouseDown={keepKeys}
      onClick={press}
    >
      <Key name={printed(key, onMac)} quiet />
      <span className={styles.name}>{name}</span>
    </button>
  );
}
