import { Unbroken } from "./Unbroken";
import styles from "./Interval.module.css";

interface IntervalProps {
  of: { value: number | null; low: number | null; high: number | null };
  /** The figure with its interval; null where there is none. */
  words: string | null;
  /** What is missing for one. */
  missing: string;
}

/** A figure with its interval, drawn between 0 and 1; what is missing for one, in words. */
export function Interval({ of, words, missing }: IntervalProps) {
  if (words === null) return <span className="quiet">{missing}</span>;
  const inside = (value: number | null) => 100 * Math.max(0, Math.min(1, value ?? 0));
  const [low, value, high] = [inside(of.low), inside(of.value), inside(of.high)];
  return (
    <span className={styles.interval}>
      <span className={styles.track} aria-hidden>
        <span
          className={styles.range}
          style={{ insetInlineStart: `${low}%`, inlineSize: `${high - low}%` }}
        />
        <span className={styles.dot} style={{ insetInlineStart: `${value}%` }} />
      </span>
      <span>
        <Unbroken words={words} />
      </span>
    </span>
  );
}
