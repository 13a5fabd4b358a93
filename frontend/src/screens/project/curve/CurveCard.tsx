import { useMemo, useState } from "react";
import type { Curve } from "@/api/queries";
import { METRICS } from "@/words/terms/metrics";
import { words } from "@/words/project/curve";
import { sentence } from "@/words/project/overview/headline";
import { AxisSwitch } from "./AxisSwitch";
import { Chart } from "@/components/chart/Chart";
import styles from "./Curve.module.css";
import { CurveMenu } from "./CurveMenu";
import { CurveTable } from "./CurveTable";
import {
  type Axis,
  axes,
  describe,
  drawn as drawnOver,
  legend,
} from "@/components/chart/curve-data";
import { Example } from "./Example";
import type { Stats } from "@/api/project";
import { Legend } from "./Legend";
import { Stepper } from "./Stepper";
import { Unbroken } from "../Unbroken";

interface CurveCardProps {
  curve: Curve;
  stats: Stats;
  projectId: number;
  name: string;
}

/** Quality against what it took: the largest thing of the screen. */
export function CurveCard({ curve, stats, projectId, name }: CurveCardProps) {
  const [axis, setAxis] = useState<Axis>("labels");
  const [asTable, setAsTable] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const drawn = useMemo(() => drawnOver(curve, axis), [curve, axis]);
  const { points } = drawn;
  if (!curve.points.some(({ audit_labels }) => audit_labels > 0))
    return (
      <Example
        audits={stats.audit_labels ?? 0}
        enough={curve.enough_audit_items.estimate}
        texts={stats.items}
        projectId={projectId}
      />
    );

  const at = Math.min(chosen ?? points.length - 1, points.length - 1);
  const read = points[at];
  const said = read ? describe(read.point, drawn.target, curve.currency) : "";
  return (
    <section className={styles.card} aria-label={METRICS[curve.metric].name}>
      <div className={styles.bar}>
        <AxisSwitch axis={axis} possible={axes(curve)} onChange={setAxis} />
        <div className={styles.ways}>
          <button type="button" className={styles.table} onClick={() => setAsTable(!asTable)}>
            {asTable ? words.asACurve : words.asATable}
          </button>
          <CurveMenu
            drawn={drawn}
            projectId={projectId}
            title={name}
            sentence={sentence(curve, stats)}
          />
        </div>
      </div>
      <div className={styles.frame}>
        {asTable ? (
          <CurveTable
            metric={curve.metric}
            points={drawnOver(curve, "labels").points.map(({ point }) => point)}
            currency={curve.currency}
            target={drawn.target}
          />
        ) : (
          <Stepper count={points.length} at={at} said={said} onStep={setChosen}>
            <Chart drawn={drawn} chosen={chosen} onPoint={setChosen} />
          </Stepper>
        )}
      </div>
      <p className={styles.read}>
        <Unbroken words={said} />
      </p>
      <Legend entries={legend(drawn, curve.enough_audit_items.estimate)} />
    </section>
  );
}
