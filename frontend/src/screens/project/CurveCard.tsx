import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import type { Curve } from "@/api/queries";
import { Caught } from "@/components/Caught";
import { AxisSwitch } from "./AxisSwitch";
import styles from "./CurveCard.module.css";
import { CurveTable } from "./CurveTable";
import { type Axis, axes, drawn, describe } from "./curve-data";
import { Example } from "./Example";
import type { Stats } from "./queries";
import { Stepper } from "./Stepper";

const load = () => import("./chart/Chart");
const Chart = lazy(load);

interface CurveCardProps {
  curve: Curve;
  stats: Stats;
  projectId: number;
}

/** Quality against what it took: the largest thing of the screen. */
export function CurveCard({ curve, stats, projectId }: CurveCardProps) {
  const [axis, setAxis] = useState<Axis>("labels");
  const [asTable, setAsTable] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const columns = useMemo(() => drawn(curve, axis), [curve, axis]);
  const { points } = columns;
  // Before there is a point, too: the first one is drawn when it comes, not a request later.
  useEffect(() => void load().catch(() => {}), []);
  if (!curve.points.some(({ audit_labels }) => audit_labels > 0))
    return (
      <Example
        audits={stats.audit_labels ?? 0}
        enough={curve.enough_audit_items.estimate}
        projectId={projectId}
      />
    );

  const at = Math.min(chosen ?? points.length - 1, points.length - 1);
  const read = points[at];
  const words = read ? describe(read.point) : "";
  return (
    <section className={styles.card} aria-label="Accuracy">
      <div className={styles.bar}>
        <AxisSwitch axis={axis} possible={axes(curve)} onChange={setAxis} />
        <button type="button" className={styles.table} onClick={() => setAsTable(!asTable)}>
          {asTable ? "As a curve" : "As a table"}
        </button>
      </div>
      <div className={styles.frame}>
        {asTable ? (
          <CurveTable points={drawn(curve, "labels").points.map(({ point }) => point)} />
        ) : (
          <Stepper count={points.length} at={at} words={words} onStep={setChosen}>
            <Caught show={(problem) => problem}>
              <Suspense fallback={null}>
                <Chart
                  curve={curve}
                  columns={columns}
                  axis={axis}
                  chosen={chosen}
                  onPoint={setChosen}
                />
              </Suspense>
            </Caught>
          </Stepper>
        )}
      </div>
      <p className={styles.read}>{words}</p>
    </section>
  );
}
