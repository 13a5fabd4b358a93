import { count, duration, figure } from "./figures";
import type { Job } from "./queries";

const KINDS: Record<Job["kind"], string> = {
  import: "Reading the file",
  embed: "Turning texts into vectors",
  rank: "Choosing the next texts",
  evaluate: "Measuring",
  withdraw: "Taking a file back",
  sweep: "Tidying up",
  compare: "Comparing strategies",
};

/** What happens when a job is ended early. */
export const CONSEQUENCES: Record<Job["kind"], string> = {
  import: "Nothing of this file is kept.",
  embed: "Texts without a vector are only drawn at random, until it is tried again.",
  rank: "The present order stays until more labels come.",
  evaluate: "The curve gets no point for this round.",
  withdraw: "What is left of the file stays out of sight, and goes before the next one comes in.",
  sweep: "What is no longer used stays on the disk until the next time.",
  compare: "The last comparison stays, until one is asked for or the labels have doubled.",
};

/** Rounds come every few labels and pass in a moment: shown only once they take longer. */
const BRIEF = 1_500;

export interface Running {
  id: number;
  kind: Job["kind"];
  words: string;
  /** 0..1; null while nobody knows how much there is. */
  share: number | null;
  detail: string;
}

/** The jobs worth showing, as one reads them. */
export function running(jobs: readonly Job[], now: number): Running[] {
  return jobs
    .filter(({ kind, created_at }) => {
      const lasting = kind === "import" || kind === "embed" || kind === "withdraw";
      return lasting || now - Date.parse(created_at) > BRIEF;
    })
    .map((job) => ({
      id: job.id,
      kind: job.kind,
      words: KINDS[job.kind],
      share: job.total ? Math.min(1, job.done / job.total) : null,
      detail: detail(job, now),
    }));
}

/** What texts without a vector come to, when making vectors has ended early; null when it has not. */
export function undone(jobs: readonly Job[]): string | null {
  const last = jobs.at(-1);
  if (!last) return null;
  const texts = jobs.reduce((sum, { done, total }) => sum + (total ?? 0) - done, 0);
  const why = last.state === "cancelled" ? "It was ended." : (last.error ?? "It failed.");
  return `${count(texts, "text")} got no vector and ${texts === 1 ? "is" : "are"} only drawn at random. ${why}`;
}

function detail(job: Job, now: number): string {
  if (job.state === "queued") return job.attempts > 0 ? "waiting to run again" : "waiting for a worker";
  if (!job.total) return "running";
  const far =
    job.kind === "import"
      ? `${Math.floor((100 * job.done) / job.total)}\u00a0%`
      : `${figure(job.done)} of ${figure(job.total)}`;
  const left = remaining(job, now);
  return left === null ? far : `${far} · about ${duration(left)} left`;
}

/** Seconds left at the pace so far; null before there is a pace. */
function remaining(job: Job, now: number): number | null {
  if (!job.started_at || !job.total || job.done <= 0 || job.done >= job.total) return null;
  const seconds = (now - Date.parse(job.started_at)) / 1_000;
  return seconds < 2 ? null : (seconds * (job.total - job.done)) / job.done;
}
