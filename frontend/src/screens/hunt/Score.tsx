import type { Tally } from "@/state/hunt/hunt";
import { useStore } from "@/state/use-store";
import { words } from "@/words/hunt";
import { shareOfPool } from "@/words/terms/met";
import { useHunt } from "./context";
import styles from "./Hunt.module.css";

const SHOWN = 120;

/** How frequent the class is at most; nothing before there is a measurement. */
const shareIn = (name: string, { audits, audits_of_it, share_high }: Tally): string | null =>
  shareOfPool({ name, ofIt: audits_of_it, checks: audits, most: share_high });

/** How many were found in how many looks, and when. */
export function Score() {
  const { hunt, target } = useHunt();
  const { tally } = useStore(hunt.state);
  const marks = tally?.marks.slice(-SHOWN) ?? [];
  return (
    <div className={styles.score}>
      <p className={styles.tally} role="status">
        {tally && words.tally(tally.found, tally.looked)}
      </p>
      <p className={styles.share}>{tally && shareIn(target, tally)}</p>
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
