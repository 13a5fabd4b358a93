import { type Point, strategyName, tested } from "./curve-data";
import styles from "./CurveTable.module.css";
import { amount, between, duration, figure, percent } from "@/words/figures";

/** The points of the curve as figures, the latest first. */
export function CurveTable({ points }: { points: readonly Point[] }) {
  const hasTest = points.some(({ evaluation }) => evaluation !== null);
  const priced = points.some(({ cost }) => cost !== null);
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label="Points of the curve">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Labels</th>
            <th scope="col">Accuracy</th>
            <th scope="col">95{"\u00a0"}%</th>
            <th scope="col">Check texts</th>
            {hasTest && <th scope="col">Test set</th>}
            <th scope="col">Macro-F1</th>
            <th scope="col" className={styles.word}>
              Strategy
            </th>
            <th scope="col">People</th>
            <th scope="col">Computing</th>
            {priced && <th scope="col">Cost</th>}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.round}>
              <td>{figure(point.labels)}</td>
              <td>{point.estimate === null ? "–" : percent(point.estimate)}</td>
              <td>{between(point.low, point.high)}</td>
              <td>{figure(point.audit_labels)}</td>
              {hasTest && <td>{point.evaluation ? tested(point.evaluation) : "–"}</td>}
              <td>{point.macro_f1 === null ? "–" : point.macro_f1.toFixed(2)}</td>
              <td className={styles.word}>{strategyName(point.strategy)}</td>
              <td>{duration(point.annotator_seconds)}</td>
              <td>{duration(point.compute_seconds)}</td>
              {priced && <td>{point.cost === null ? "–" : amount(point.cost)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
