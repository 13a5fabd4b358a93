import type { Curve } from "@/api/queries";
import { remarks, sentence } from "./headline";
import styles from "./Headline.module.css";
import type { Stats } from "./queries";

/** What has been reached: the largest words of the screen, and what they rest on. */
export function Headline({ curve, stats }: { curve: Curve; stats: Stats }) {
  return (
    <div className={styles.headline}>
      <h2 className={styles.sentence}>
        {/* An interval stays on one line. */}
        {sentence(curve, stats)
          .split(/(\(.+\))/)
          .map((part) => (part.startsWith("(") ? <span key={part}>{part}</span> : part))}
      </h2>
      <ul className={styles.remarks}>
        {remarks(curve, stats).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
