import { spoken } from "@/words/class-names";
import type { MouseEvent } from "react";
import type { Action, LabelContext } from "@/actions/action";
import { flag, guidelines, skip, undo } from "@/actions";
import foot from "@/components/Keys.module.css";
import { classes } from "@/components/classes";
import { Hint } from "@/components/Hint";
import { Saved } from "@/components/Saved";
import { isFlagged } from "@/state/flags";
import { useStore } from "@/state/use-store";
import { widgetFor } from "@/widgets";
import { words } from "@/words/label";
import { useLabelling } from "./context";
import styles from "./Frame.module.css";

const EXCERPT = 18;

/** What undo would take back, the three keys besides the answers, and whether all is saved. */
export function Footer() {
  const { labelling } = useLabelling();
  const { queue } = useStore(labelling.supply.state);
  const state = useStore(labelling.state);
  const isCommented = state.commented !== null && state.commented === queue.current?.item.id;
  const flagged = queue.current !== null && isFlagged(state, queue.current);
  return (
    <footer className={classes(foot.foot, styles.footer)}>
      <div className={foot.left}>
        <Undo />
      </div>
      <div className={foot.middle}>
        <Does action={skip} name={words.skip} />
        <Does action={flag} name={flagged ? words.flagged : words.flag} done={flagged} />
        <Does action={guidelines} name={words.guidelines} />
      </div>
      <div className={classes(foot.right, styles.footerRight)}>
        <Saved outbox={labelling.outbox} instead={isCommented ? words.commentSaved : null} />
      </div>
    </footer>
  );
}

function Undo() {
  const context = useLabelling();
  const last = useStore(context.labelling.past.state).at(-1);
  if (!last || !undo.when(context)) return null;
  const made =
    last.made.kind === "skip"
      ? words.skipHint
      : (widgetFor(context.project)?.describe(last.made.answer) ?? "");
  const text = last.slot.item.text.replace(/\s+/g, " ").trim();
  return (
    <Hint by={undo.keys(context)[0]} onPress={(event) => press(undo, context, event)}>
      {words.undoOf(<bdi>{spoken(made)}</bdi>)}
      <span className={styles.excerpt}>
        : “<bdi>{text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text}</bdi>”
      </span>
    </Hint>
  );
}

function Does({ action, name, done }: { action: Action; name: string; done?: boolean }) {
  const context = useLabelling();
  return (
    <Hint
      by={action.keys(context)[0]}
      unavailable={!action.when(context)}
      done={done ?? false}
      onPress={(event) => press(action, context, event)}
    >
      {name}
    </Hint>
  );
}

function press(action: Action, context: LabelContext, event: MouseEvent): void {
  // As with an answer, the second of two taps is not for the text that the first one brought.
  if (action.turns && event.detail > 0 && !context.labelling.hand.isPointedAt()) return;
  action.run(context);
}
