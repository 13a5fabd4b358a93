import { spoken } from "@/words/terms/class-names";
import { workOf } from "@/actions/review/action";
import { help } from "@/actions/everywhere";
import { undo } from "@/actions/review";
import { Hint } from "@/components/keys/Hint";
import { Sent } from "@/components/sent/Sent";
import type { Done } from "@/state/review/work-list";
import { createStore } from "@/state/store";
import { useStore } from "@/state/use-store";
import { words } from "@/words/review";
import { useReview } from "./context";
import styles from "./Review.module.css";

const NOTHING = createStore<readonly Done<unknown>[]>([]);

/** What undo would take back, and whether all is saved. */
export function Foot() {
  const context = useReview();
  const last = useStore(workOf(context)?.past.state ?? NOTHING).at(-1);
  return (
    <section className={styles.foot} aria-label={words.atTheFoot}>
      <div className={styles.left}>
        {last && (
          <Hint by="Backspace" onPress={() => undo.run(context)}>
            {words.undoOf(<bdi>{spoken(last.name)}</bdi>)}
          </Hint>
        )}
      </div>
      <Sent outbox={context.outbox} />
      <div className="keyboard">
        <Hint by="?" onPress={() => help.run(context)}>
          {words.allKeys}
        </Hint>
      </div>
    </section>
  );
}
