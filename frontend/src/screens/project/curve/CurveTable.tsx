import { amount, between, duration, figure, reached } from "@/words/figures";
import { METRICS, type Metric } from "@/words/terms/metrics";
import { words } from "@/words/project/curve";
import { type Point, strategyName, tested } from "@/components/chart/curve-data";
import styles from "./Curve.module.css";

interface CurveTableProps {
  metric: Metric;
  points: readonly Point[];
  currency: string;
  target: number | null;
}

/** The points of the curve as figures, the latest first. */
export function CurveTable({ metric, points, currency, target }: CurveTableProps) {
  const hasTest = points.some(({ evaluation }) => evaluation !== null);
  const isF1 = metric === "macro_f1";
  const priced = points.some(({ cost }) => cost !== null);
  return (
    <div className={styles.box} tabIndex={0} role="region" aria-label={words.pointsOfTheCurve}>
      <table className={styles.curveTableTable}>
        <thead>
          <tr>
            <th scope="col">{words.labels}</th>
            <th scope="col">{METRICS[metric].name}</th>
            <th scope="col">95{"\u00a0"}%</th>
            <th scope="col">{words.auditTextsColumn}</th>
            {hasTest && <th scope="col">{words.testSet}</th>}
            {!isF1 && <th scope="col">{words.macroF1}</th>}
            <th scope="col" className={styles.word}>
              {words.strategy}
            </th>
            <th scope="col">{words.people}</th>
            <th scope="col">{words.computing}</th>
            {priced && <th scope="col">{words.cost}</th>}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.round}>
              <td>{figure(point.labels)}</td>
              <td>{point.estimate === null ? "–" : reached(point.estimate, target)}</td>
              <td>{between(point.low, point.high)}</td>
              <td>{figure(point.audit_labels)}</td>
              {hasTest && <td>{point.evaluation ? tested(point.evaluation, target) : "–"}</td>}
              {!isF1 && <td>{point.macro_f1 === null ? "–" : point.macro_f1.toFixed(2)}</td>}
              <td className={styles.word}>{strategyName(point.strategy)}</td>
              <td>{duration(point.annotator_seconds)}</td>
              <td>{duration(point.compute_seconds)}</td>
              {priced && <td>{point.cost === null ? "–" : amount(point.cost, currency)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
