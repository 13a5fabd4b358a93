import { workOf } from "@/actions/review/action";
import { help } from "@/actions/review/help";
import { undo } from "@/actions/review/undo";
import { classes } from "@/components/classes";
import { keepKeys } from "@/components/keep-keys";
import { Key } from "@/components/Key";
import { onMac } from "@/components/platform";
import { printed } from "@/state/keys";
import type { Work } from "@/state/review/work-list";
import { createStore } from "@/state/store";
import { useStore } from "@/state/use-store";
import { useReview } from "./context";
import styles from "./Foot.module.css";

const NO_WORK = createStore<Work<unknown> | null>(null);

/** What undo would take back, and whether all is saved. */
export function Foot() {
  const context = useReview();
  const found = useStore<Work<unknown> | null>(workOf(context)?.state ?? NO_WORK);
  const last = found?.past.at(-1);
  return (
    <section className={styles.foot} aria-label="At the foot">
      <div className={styles.left}>
        {last && (
          <button
            type="button"
            className={styles.hint}
            onMouseDown={keepKeys}
            onClick={() => undo.run(context)}
          >
            <Key name={printed("Backspace", onMac)} quiet />
            <span className={styles.name}>
              undo: <bdi>{last.name}</bdi>
            </span>
          </button>
        )}
      </div>
      {found?.failed ? (
        <p role="alert" className={styles.failed}>
          It wasn’t saved. {found.failed}
        </p>
      ) : (
        <p role="status">{found?.sending ? "saving…" : last ? "✓ saved" : ""}</p>
      )}
      <button
        type="button"
        className={classes(styles.hint, styles.keys)}
        onMouseDown={keepKeys}
        onClick={() => help.run(context)}
      >
        <Key name="?" quiet />
        <span className={styles.name}>all keys</span>
      </button>
    </section>
  );
}
