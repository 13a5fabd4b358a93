import type { Agreement } from "@/api/review";
import { missing, ranged } from "@/words/review";
import styles from "./Agreement.module.css";

interface IntervalProps {
  of: Agreement["alpha"];
  as: "share" | "agreement";
}

/** A figure with its interval, drawn between 0 and 1; what is missing for one, in words. */
export function Interval({ of, as }: IntervalProps) {
  const words = ranged(of, as);
  if (words === null) return <span className="quiet">{missing(of)}</span>;
  const inside = (value: number) => 100 * Math.max(0, Math.min(1, value));
  const [low, value, high] = [of.low!, of.value!, of.high!].map(inside);
  return (
    <span className={styles.interval}>
      <span className={styles.track} aria-hidden>
        <span
          className={styles.range}
          style={{ insetInlineStart: `${low}%`, inlineSize: `${high! - low!}%` }}
        />
        <span className={styles.dot} style={{ insetInlineStart: `${value}%` }} />
      </span>
      <span className={styles.figures}>{words}</span>
    </span>
  );
}
