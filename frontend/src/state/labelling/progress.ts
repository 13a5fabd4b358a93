import { words } from "@/words/label/label";

/** Why nobody is handed a text, whatever there is. */
export type Closed = "paused" | "archived";

/** What the service counted when last asked. */
export interface Counts {
  /** Of the project: texts are handed out only while it is active. */
  state: "active" | Closed;
  round: number;
  /** Another one: the classes are others, or look different. */
  classes: number;
  labels: number;
  items: number;
  embedded: number;
  mineToday: number;
  /** People who hold texts now. */
  holders: number;
  /** For the target: whether to go on is the owner's to say. */
  enough: boolean;
  /** Answers to our notes that we haven't read. */
  replies: number;
  /** We have seen predictions for all texts: our answers are no audit answers. */
  mayNotAudit: boolean;
}

export interface Progress {
  counts: Counts | null;
  /** Answers given since, so that figures follow the hand and not the next request. */
  since: number;
  /** When the last answers were given, in milliseconds. */
  times: readonly number[];
}

export const NO_PROGRESS: Progress = { counts: null, since: 0, times: [] };

const PACE_OVER = 20;
const PACE_LEAST = 5;
const PACE_ENDS = 120_000;

export function answered(progress: Progress, at: number): Progress {
  const times = [...progress.times, at].slice(-PACE_OVER);
  return { ...progress, since: progress.since + 1, times };
}

export function takenBack(progress: Progress): Progress {
  return { ...progress, since: progress.since - 1 };
}

/** Counts from the service; `unsent` answers are not in them yet. */
export function counted(progress: Progress, counts: Counts, unsent: number): Progress {
  return { ...progress, counts, since: unsent };
}

/** Answers a minute over the last twenty; null after a pause and before there are five. */
export function pace({ times }: Progress, now: number): number | null {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || times.length < PACE_LEAST) return null;
  if (now - last > PACE_ENDS || last === first) return null;
  return Math.round(((times.length - 1) * 60_000) / (last - first));
}

/** How many texts without a label one person may hold, so that as much is left for one who comes as
 * each of those who are there holds. */
export function shareIn({ counts }: Progress): number {
  if (!counts) return 0;
  const open = Math.max(0, counts.items - counts.labels);
  return Math.floor(open / (Math.max(1, counts.holders) + 1));
}

export interface Headline {
  labels: number;
  words: string;
}

/** How far the project is. The size of the pool is no goal, so only the labels are counted. */
export function headline({ counts, since }: Progress): Headline | null {
  if (!counts) return null;
  const labels = Math.max(0, counts.labels + since);
  return { labels, words: words.labels(labels) };
}

/** "38 today · 12/min"; with a goal "38 of 100 today". */
export function ownPace(progress: Progress, now: number, goal: number | null = null): string {
  if (!progress.counts) return "";
  const today = Math.max(0, progress.counts.mineToday + progress.since);
  const given = goal === null ? words.today(today) : words.todayOf(today, goal);
  const speed = pace(progress, now);
  return speed === null ? given : words.andPace(given, speed);
}
