import type { legend, Stroke } from "@/components/chart/curve-data";
import { words } from "@/words/project/curve";
import styles from "./Curve.module.css";

/** As the chart draws them. */
const DRAWN: Record<Stroke, string> = {
  bar: "M12 0V10",
  dot: "M12 5h.01",
  line: "M0 5H24",
  projected: "M0 5H24",
  dotted: "M0 5H24",
};

/** What the lines of the curve are, each behind a piece of it. */
export function Legend({ entries }: { entries: ReturnType<typeof legend> }) {
  return (
    <ul className={styles.legend} aria-label={words.legend}>
      {entries.map(({ stroke, words }) => (
        <li key={words}>
          <svg viewBox="0 0 24 10" data-stroke={stroke} aria-hidden>
            <path d={DRAWN[stroke]} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  );
}
