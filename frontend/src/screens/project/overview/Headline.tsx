import type { Curve } from "@/api/queries";
import { remarks, sentence, WHY_IT_MOVES } from "@/words/project/overview/headline";
import { Sentence } from "./Sentence";
import { Unbroken } from "../Unbroken";
import styles from "./Overview.module.css";
import type { Stats } from "@/api/project";

interface HeadlineProps {
  projectId: number;
  curve: Curve;
  stats: Stats;
  /** Whether the project has a test set. */
  testSet: boolean;
}

/** What has been reached: the largest words of the screen, and what they rest on. */
export function Headline({ projectId, curve, stats, testSet }: HeadlineProps) {
  const measured = curve.points.at(-1)?.estimate != null;
  const lines = 1 + Number(testSet) + Number(measured && curve.target !== null);
  return (
    <div className={styles.headline}>
      <h2 className={styles.sentence}>
        <Unbroken words={sentence(curve, stats)} />
      </h2>
      <ul className={styles.remarks} data-lines={lines}>
        {remarks(curve, stats, testSet).map((line) => (
          <li key={line}>
            <Sentence words={line} projectId={projectId} />
          </li>
        ))}
      </ul>
      {measured && (
        <details className={styles.moves}>
          <summary>{WHY_IT_MOVES.ask}</summary>
          <p>{WHY_IT_MOVES.say}</p>
        </details>
      )}
    </div>
  );
}
