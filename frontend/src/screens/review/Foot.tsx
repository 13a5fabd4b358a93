import { workOf } from "@/actions/review/action";
import { help } from "@/actions/everywhere";
import { undo } from "@/actions/review/undo";
import { Hint } from "@/components/Hint";
import type { Work } from "@/state/review/work-list";
import { createStore } from "@/state/store";
import { useStore } from "@/state/use-store";
import { words } from "@/words/review";
import { useReview } from "./context";
import styles from "./Foot.module.css";

const NO_WORK = createStore<Work<unknown> | null>(null);

/** What undo would take back, and whether all is saved. */
export function Foot() {
  const context = useReview();
  const found = useStore<Work<unknown> | null>(workOf(context)?.state ?? NO_WORK);
  const last = found?.past.at(-1);
  return (
    <section className={styles.foot} aria-label={words.atTheFoot}>
      <div className={styles.left}>
        {last && (
          <Hint by="Backspace" onPress={() => undo.run(context)}>
            {words.undoOf(<bdi>{last.name}</bdi>)}
          </Hint>
        )}
      </div>
      {found?.failed ? (
        <p role="alert" className={styles.failed}>
          {words.itWasntSaved(found.failed)}
        </p>
      ) : (
        <p role="status">{found?.sending ? words.saving : last ? words.saved : ""}</p>
      )}
      <div className={styles.keys}>
        <Hint by="?" onPress={() => help.run(context)}>
          {words.allKeys}
        </Hint>
      </div>
    </section>
  );
}
