import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schema } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { TextButton } from "@/components/TextButton";
import { percent, points } from "@/words/figures";
import { words } from "@/words/project/overview";
import styles from "./Curve.module.css";
import { strategyName } from "@/components/chart/curve-data";
import { comparison as comparisonQuery, type Stats } from "@/api/project";

type Comparison = Schema<"ComparisonResult">;

/** Whether another strategy would have done better on the labels so far; nothing before that is
 * known. */
export function Compared({ projectId, stats }: { projectId: number; stats: Stats }) {
  const { data: comparison } = useQuery(comparisonQuery(projectId, stats));
  const [open, setOpen] = useState(false);
  if (!comparison) return null;
  return (
    <div className="above4 small quiet">
      {comparison.verdict.replaceAll("_", " ")}{" "}
      <TextButton onClick={() => setOpen(true)}>{words.seeTheFigures}</TextButton>
      {open && (
        <Dialog title={words.strategiesOnYourLabels} wide onClose={() => setOpen(false)}>
          <div
            className={styles.comparedBox}
            tabIndex={0}
            role="region"
            aria-label={words.strategiesCompared}
          >
            <Figures comparison={comparison} />
          </div>
          <p className={styles.comparedSmall}>
            {words.replayedOnLabels(
              comparison.labels,
              comparison.splits,
              comparison.budget,
              comparison.items,
              comparison.cpu_seconds,
              comparison.caveat,
            )}
          </p>
        </Dialog>
      )}
    </div>
  );
}

function Figures({ comparison }: { comparison: Comparison }) {
  return (
    <table className={styles.comparedTable}>
      <caption className="unseen">{words.comparedCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.strategy}</th>
          <th scope="col">{words.meanAccuracy}</th>
          <th scope="col">{words.pointsMore}</th>
          <th scope="col">{words.n95AllTogether}</th>
        </tr>
      </thead>
      <tbody>
        {comparison.candidates.map(({ strategy, area, difference: more }) => (
          <tr key={strategy}>
            <td>{strategyName(strategy)}</td>
            <td>{percent(area)}</td>
            <td>{more ? points(more.value) : words.thisProjects}</td>
            <td>{more ? words.toOf(more.low, more.high) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
