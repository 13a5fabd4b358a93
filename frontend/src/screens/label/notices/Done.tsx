import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { type Curve, curve } from "@/api/queries";
import { Caught } from "@/components/Caught";
import { skippedCount } from "@/api/own-answers";
import { headline } from "@/state/labelling/progress";
import { useStore } from "@/state/use-store";
import { between, reached } from "@/words/figures";
import { words } from "@/words/label/label";
import { METRICS } from "@/words/terms/metrics";
import { useLabelling } from "../context";
import { Enough } from "./Enough";
import { Notice } from "./Notice";
import styles from "../dialogs/Dialogs.module.css";
import { Skipped } from "./Skipped";

const DoneCurve = lazy(() => import("./DoneCurve"));

/** Nothing is left to label: what was achieved, and what to do now. */
export function Done() {
  const { labelling, project } = useLabelling();
  const progress = useStore(labelling.progress);
  const { data } = useQuery(curve(project.id));
  const { data: skipped = 0 } = useQuery(skippedCount(project.id));
  const far = headline(progress);
  const own = progress.counts ? progress.counts.mineToday + progress.since : 0;
  const empty = progress.counts?.items === 0;
  return (
    <Notice
      title={
        empty ? words.noTextsTitle : skipped > 0 ? words.nothingLeftForYou : words.thatsAllForNow
      }
    >
      <Skipped projectId={project.id} skipped={skipped} />
      {far && !empty && far.labels > 0 && (
        <p className="figures">
          {own > 0 ? words.doneFigures(far.labels, own) : words.theProjectHas(far.labels)}
        </p>
      )}
      {progress.counts?.enough && (
        <p>
          <Enough asks={project.my_role === "annotator"} />.
        </p>
      )}
      {progress.counts?.mayNotAudit && (
        <p>
          {words.othersMustAudit}
          {words.becauseAllWasSeen}.
        </p>
      )}
      {data && <Quality curve={data} />}
      <p>{words.doneNote}</p>
      <div className={styles.links}>
        <Link href={`/projects/${project.id}/answers`}>{words.yourEarlierAnswers}</Link>
        {project.my_role !== "annotator" && (
          <Link href={`/projects/${project.id}`}>
            {empty ? words.addDataLink : words.curveLink}
          </Link>
        )}
        <Link href="/">{words.otherProjects}</Link>
      </div>
    </Notice>
  );
}

function Quality({ curve }: { curve: Curve }) {
  const last = curve.points.at(-1);
  if (!last || last.estimate === null) return null;
  return (
    <>
      <p className="figures">
        {words.doneModel(
          reached(last.estimate, curve.target?.value ?? null),
          METRICS[curve.metric].reached,
          between(last.low, last.high),
        )}
      </p>
      <Caught show={(problem) => problem}>
        <Suspense fallback={<div className={styles.curve} />}>
          <DoneCurve curve={curve} />
        </Suspense>
      </Caught>
    </>
  );
}
