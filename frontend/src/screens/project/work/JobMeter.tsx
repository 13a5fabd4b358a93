import type { Running } from "@/words/project/work/work";

/** How far a job is. */
export function JobMeter({ job }: { job: Running }) {
  return (
    <div
      className="meter"
      data-live
      role="progressbar"
      aria-label={job.words}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={job.share === null ? undefined : Math.round(100 * job.share)}
    >
      <div style={{ width: `${100 * (job.share ?? 0)}%` }} />
    </div>
  );
}
