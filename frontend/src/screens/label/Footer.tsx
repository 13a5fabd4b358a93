import type { MouseEvent } from "react";
import type { Action, LabelContext } from "@/actions/action";
import { flag, guidelines, skip, undo, whySkipped } from "@/actions";
import { clear } from "@/actions/choosing";
import foot from "@/components/keys/Keys.module.css";
import { classes } from "@/components/classes";
import { Hint } from "@/components/keys/Hint";
import { Sent } from "@/components/sent/Sent";
import { isFlagged } from "@/state/labelling/flags";
import { held } from "@/state/labelling/queue";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "./context";
import { isMeant, madeOf, oneLine } from "./decisions";
import styles from "./Frame.module.css";

const EXCERPT = 18;

/** What Backspace would take back, the three keys besides the answers, and whether all is saved. */
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
        <Why />
      </div>
      <div className={foot.middle}>
        <Does action={skip} name={words.skip} />
        <Does action={flag} name={flagged ? words.flagged : words.flag} done={flagged} />
        <Does action={guidelines} name={words.guidelines} />
      </div>
      <div className={classes(foot.right, styles.footerRight)}>
        <Sent
          outbox={labelling.outbox}
          instead={isCommented ? words.commentSaved : null}
          atHand={words.textsHere(held(queue).length)}
        />
      </div>
    </footer>
  );
}

function Undo() {
  const context = useLabelling();
  const last = useStore(context.labelling.past.state).at(-1);
  useStore(context.view);
  if (clear.when(context)) return <Does action={clear} name={words.clearTheChoice} />;
  if (!last || !undo.when(context)) return null;
  const made = madeOf(context.project, last);
  const text = oneLine(last.slot.item.text);
  return (
    <Hint by={undo.keys(context)[0]} onPress={(event) => press(undo, context, event)}>
      {words.undoOf(<bdi>{made}</bdi>)}
      <span className={styles.excerpt}>
        : “<bdi>{text.length > EXCERPT ? `${text.slice(0, EXCERPT).trimEnd()}…` : text}</bdi>”
      </span>
    </Hint>
  );
}

/** Why the last text was skipped, which nobody has to say. */
function Why() {
  const { labelling } = useLabelling();
  const last = useStore(labelling.past.state).at(-1);
  if (last?.made.kind !== "skip") return null;
  const { why } = last.made;
  return <Does action={whySkipped} name={why === undefined ? words.why : words.whyOf(why)} />;
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
  if (action.turns && !isMeant(context, event)) return;
  action.run(context);
}
