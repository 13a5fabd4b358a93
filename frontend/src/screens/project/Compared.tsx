import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { TextButton } from "@/components/TextButton";
import styles from "./Compared.module.css";
import { strategyName } from "./curve-data";
import { duration, figure, percent, points } from "@/words/figures";
import { comparison as comparisonQuery, type Stats } from "./queries";

type Comparison = Schema<"ComparisonResponse">;

/** Whether another strategy would have done better on the labels so far; nothing before that is
 * known. */
export function Compared({ projectId, stats }: { projectId: number; stats: Stats }) {
  const { data: comparison } = useQuery(comparisonQuery(projectId, stats));
  const [open, setOpen] = useState(false);
  if (!comparison) return null;
  return (
    <div className={styles.verdict}>
      {comparison.verdict.replaceAll("_", " ")}{" "}
      <TextButton onClick={() => setOpen(true)}>See the figures</TextButton>
      {open && (
        <Dialog title="Strategies on your labels" wide onClose={() => setOpen(false)}>
          <div className={styles.box} tabIndex={0} role="region" aria-label="Strategies compared">
            <Figures comparison={comparison} />
          </div>
          <p className={styles.small}>
            Replayed on {figure(comparison.labels)} labels: {comparison.splits} campaigns each of{" "}
            {figure(comparison.budget)} labels among {figure(comparison.items)} texts, in{" "}
            {duration(comparison.cpu_seconds)} of computing. {comparison.caveat}
          </p>
        </Dialog>
      )}
    </div>
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
