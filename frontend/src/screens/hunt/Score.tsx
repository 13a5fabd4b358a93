import { useStore } from "@/state/use-store";
import { words } from "@/words/hunt";
import { useHunt } from "./context";
import styles from "./Score.module.css";

const SHOWN = 120;

/** How many were found in how many looks, and when. */
export function Score() {
  const { hunt } = useHunt();
  const { tally } = useStore(hunt.state);
  const marks = tally?.marks.slice(-SHOWN) ?? [];
  return (
    <div className={styles.score}>
      <p className={styles.tally} role="status">
        {tally && words.tally(tally.found, tally.looked)}
      </p>
      <div
        className={styles.marks}
        role="img"
        aria-label={words.marks(marks.filter(Boolean).length, marks.length)}
      >
        {marks.map((hit, index) => (
          <span key={index} data-hit={hit || undefined} />
        ))}
      </div>
    </div>
  );
}
