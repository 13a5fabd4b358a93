import type { Job, JobKind } from "@/api/project";
import { count, duration, figure, lasting, ordinal } from "@/words/figures";

/** Rounds come every few labels and pass in a moment: shown only once they take longer. */
const BRIEF = 1_500;

/** Seconds without a step after which one says so. The first steps may load a model. */
const STILL = 60;
const STILL_AT_FIRST = 300;

/** The kind of job that turns texts into vectors. */
const PREPARES = "embed";

/** Why it may be, and what to do. */
const stalled = (seconds: number, kind: JobKind): string => {
  const end = kind.must_end === null ? "End it and ask for it again, or ask" : "Ask";
  return (
    `stalled: nothing has moved for ${lasting(seconds)}. The machine is busy, or its worker hangs. ` +
    `${end} whoever runs the service to look at it.`
  );
};

export interface Running {
  /** Of all jobs that are one to people, the first of them first. */
  ids: readonly [number, ...number[]];
  words: string;
  /** What comes of ending it early; null when it has to come to its end. */
  whenEnded: string | null;
  /** 0..1; null while nobody knows how much there is. */
  share: number | null;
  detail: string;
  /** When it ends, or what it waits for; null: nothing is known of that. */
  next: string | null;
  kind: JobKind;
  job: Job;
}

/** "sentence_transformer:MODEL" as "sentence transformer: MODEL", which breaks between its words. */
export function encoderName(encoder: string): string {
  const [name = "", ...model] = encoder.split(":");
  const words = name.replaceAll("_", " ");
  return model.length > 0 ? `${words}: ${model.join(":")}` : words;
}

/** The jobs worth showing, as one reads them. `kinds` say what each does, and is over how soon. */
export function running(jobs: readonly Job[], kinds: readonly JobKind[], now: number): Running[] {
  const shown = togetherByEncoder(jobs, now);
  return shown.flatMap(({ ids, ...job }) => {
    const kind = kinds.find(({ name }) => name === job.kind);
    if (!kind || (kind.is_brief && now - Date.parse(job.created_at) <= BRIEF)) return [];
    const alone = shown.every(({ ids: [other], kind }) => other === ids[0] || kind !== job.kind);
    return {
      ids,
      job,
      kind,
      words:
        alone || job.encoder === null ? kind.title : `${kind.title}: ${encoderName(job.encoder)}`,
      whenEnded: kind.must_end === null ? kind.when_ended : null,
      share: job.total ? Math.min(1, job.done / job.total) : null,
      ...detail(job, kind, now),
    };
  });
}

/** What the machine does now, in one line: people wait for texts to be prepared less than they think. */
export function inBrief([first, ...others]: readonly [Running, ...Running[]]): string {
  if (first.kind.name !== PREPARES) {
    const more = others.length > 0 ? ` · and ${count(others.length, "other job")}` : "";
    return `${first.words}: ${first.detail}${more}`;
  }
  const { title } = first.kind;
  const share = shareOf([first, ...others].filter(({ kind }) => kind.name === PREPARES));
  const far = [share, first.next].filter((part) => part !== null).join(" · ");
  return `${title}: ${far.replace(/\.$/, "")}. Labelling works meanwhile.`;
}

/** How much of several jobs is done; null while nobody knows. */
function shareOf(all: readonly Running[]): string | null {
  if (all.some(({ job }) => !job.total)) return null;
  const sum = (part: "done" | "total") => all.reduce((so, { job }) => so + (job[part] ?? 0), 0);
  return percentOf(sum("done"), sum("total"));
}

/** Rounded down: what isn't done isn't said to be. */
const percentOf = (done: number, total: number): string =>
  `${Math.floor((100 * done) / total)}\u00a0%`;

/** Jobs of one kind for one encoder as one: a large pool is turned into vectors by many. */
function togetherByEncoder(jobs: readonly Job[], now: number): (Job & Pick<Running, "ids">)[] {
  const found = new Map<string, Job & Pick<Running, "ids">>();
  for (const job of jobs) {
    const key = job.encoder === null ? `${job.id}` : `${job.kind} ${job.encoder}`;
    const first = found.get(key);
    if (!first) found.set(key, { ...job, ids: [job.id] });
    else
      found.set(key, {
        ...first,
        ids: [...first.ids, job.id],
        state: first.state === "queued" ? job.state : first.state,
        attempts: Math.max(first.attempts, job.attempts),
        started_at: later(first.started_at, job.started_at),
        advanced_at: later(first.advanced_at, job.advanced_at),
        pace: (pace(first, now) ?? 0) + (pace(job, now) ?? 0) || (first.pace ?? job.pace),
        done: first.done + job.done,
        total: first.total === null || job.total === null ? null : first.total + job.total,
      });
  }
  return [...found.values()];
}

export interface Undone {
  ids: readonly number[];
  /** What was to be done. */
  words: string;
  /** What comes of it that it wasn't, and why. */
  detail: string;
  /** Not so while it waits for somebody to take it. */
  canRetry: boolean;
}

/** Jobs that ended without being done, and those that nobody takes: those of a kind as one. `kinds`
 * say what each does. */
export function undone(jobs: readonly Job[], kinds: readonly JobKind[]): Undone[] {
  return kinds.flatMap((kind) => {
    const own = jobs.filter((job) => job.kind === kind.name);
    const ended = own.filter(({ state }) => state !== "queued");
    const untaken = own.filter(({ state }) => state === "queued");
    return [...endedOf(kind, ended), ...untakenOf(kind, untaken)];
  });
}

function untakenOf(kind: JobKind, own: readonly Job[]): Undone[] {
  if (own.length === 0) return [];
  const ids = own.map(({ id }) => id);
  return [{ ids, words: kind.title, detail: own[0]?.error ?? "", canRetry: false }];
}

function endedOf(kind: JobKind, own: readonly Job[]): Undone[] {
  const last = own.at(-1);
  if (!last) return [];
  const why = last.state === "cancelled" ? "It was cancelled." : (last.error ?? "It failed.");
  const detail = `${withoutVectors(kind, own) ?? kind.when_ended} ${why}`;
  return [{ ids: own.map(({ id }) => id), words: kind.title, detail, canRetry: true }];
}

/** What texts without a vector come to; null where it isn't about them. */
function withoutVectors(kind: JobKind, jobs: readonly Job[]): string | null {
  const texts = jobs.reduce((sum, { done, total }) => sum + (total ?? 0) - done, 0);
  if (kind.name !== PREPARES || texts <= 0) return null;
  return `${count(texts, "text has", "texts have")} no vector and can only be drawn at random.`;
}

const later = (one: string | null, other: string | null): string | null =>
  one !== null && other !== null && Date.parse(one) > Date.parse(other) ? one : (other ?? one);

/** "2nd in line, about 3 min": null where nothing comes before it. */
function inLine({ place, starts_in }: Job): string | null {
  if (place === null) return null;
  const line = `${ordinal(place)} in line`;
  return starts_in === null ? line : `${line}, about ${duration(starts_in)}`;
}

function detail(job: Job, kind: JobKind, now: number): Pick<Running, "detail" | "next"> {
  const waits = waitsFor(job, now);
  if (waits !== null) return { detail: waits, next: waits };
  if (!job.total) return { detail: "running", next: null };
  const far =
    kind.unit === "byte"
      ? percentOf(job.done, job.total)
      : `${figure(job.done)} of ${figure(job.total)}`;
  const next = whatNext(job, job.total, kind, now);
  return { detail: next === null ? far : `${far} · ${next}`, next };
}

/** What a job waits for that hasn't begun, or of which nobody knows how much there is. */
function waitsFor(job: Job, now: number): string | null {
  if (job.state !== "queued") return null;
  const line = inLine(job);
  if (line !== null && !job.done) return line;
  if (job.attempts === 0) return `waiting for a worker${forSoLong(still(job, now))}`;
  return job.total ? null : "waiting for its next turn";
}

/** What a job that has begun comes to: when it ends, at the pace of its last slices. */
function whatNext(job: Job, total: number, kind: JobKind, now: number): string | null {
  if (job.done >= total) return "finishing";
  const rate = pace(job, now);
  if (rate !== null) {
    const left = (total - job.done) / rate;
    return left < 1 ? "almost done" : `about ${duration(left)} left`;
  }
  const seconds = still(job, now);
  if (job.state === "queued")
    return inLine(job) ?? `waiting for its next turn${forSoLong(seconds)}`;
  const isStalled = seconds >= (job.pace === null ? STILL_AT_FIRST : STILL);
  return isStalled ? stalled(seconds, kind) : null;
}

/** Units a second; null before that is known, and once it has stopped. A slow job has long steps. */
function pace(job: Job, now: number): number | null {
  if (!job.pace) return null;
  return still(job, now) < Math.max(STILL, 3 / job.pace) ? job.pace : null;
}

/** Seconds in which a job made no step. */
function still({ advanced_at, started_at, created_at }: Job, now: number): number {
  return Math.max(0, now - Date.parse(later(advanced_at, started_at) ?? created_at)) / 1_000;
}

const forSoLong = (seconds: number): string => (seconds < STILL ? "" : ` for ${lasting(seconds)}`);
