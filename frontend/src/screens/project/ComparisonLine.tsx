import { useQuery } from "@tanstack/react-query";
import type { Schema } from "@/api/client";
import styles from "./ComparisonLine.module.css";
import { strategyName } from "./curve-data";
import { duration, figure, percent, points } from "./figures";
import { comparison as comparisonQuery, type Stats } from "./queries";

type Comparison = Schema<"ComparisonResponse">;

/** Whether another strategy would have done better on the labels so far; nothing before that is
 * known. */
export function ComparisonLine({ projectId, stats }: { projectId: number; stats: Stats }) {
  const { data: comparison } = useQuery(comparisonQuery(projectId, stats));
  if (!comparison) return null;
  return (
    <details className={styles.comparison}>
      <summary>{comparison.verdict.replaceAll("_", " ")}</summary>
      <Figures comparison={comparison} />
      <p className={styles.small}>
        Replayed on {figure(comparison.labels)} labels: {comparison.splits} campaigns each of{" "}
        {figure(comparison.budget)} labels among {figure(comparison.items)} texts, in{" "}
        {duration(comparison.cpu_seconds)} of computing. {comparison.caveat}
      </p>
    </details>
  );
}

function Figures({ comparison }: { comparison: Comparison }) {
  return (
    <table className={styles.table}>
      <caption className="unseen">Strategies on the labels of this project</caption>
      <thead>
        <tr>
          <th scope="col">Strategy</th>
          <th scope="col">Mean accuracy</th>
          <th scope="col">Points more</th>
          <th scope="col">95{"\u00a0"}%, all together</th>
        </tr>
      </thead>
      <tbody>
        {comparison.candidates.map(({ strategy, area, difference: more }) => (
          <tr key={strategy}>
            <td>{strategyName(strategy)}</td>
            <td>{percent(area)}</td>
            <td>{more ? points(more.value) : "this project's"}</td>
            <td>{more ? `${points(more.low)} to ${points(more.high)}` : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
