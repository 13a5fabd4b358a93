import type { ActionOn } from "@/state/keys/action";
import { isOpen, namesOne } from "@/api/features";
import type { Project } from "@/api/queries";
import type {
  Disagreement,
  ReviewNote,
  ReviewService,
  SkippedText,
  SuspectedError,
} from "@/api/review";
import { type Answer, spelt } from "@/state/answer";
import { assignKeys, DIGITS, type Key } from "@/state/keys/keys";
import type { ReviewViewStore } from "@/state/review/view";
import type { Outbox } from "@/state/outbox/outbox";
import type { WorkList } from "@/state/review/work-list";
import { inWords } from "@/widgets";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/actions/review";
import type { ListName } from "@/words/review";

/** What actions act on: the review screen, without React. */
export interface ReviewContext {
  project: Project;
  /** The list that is shown. */
  list: ListName;
  errors: WorkList<SuspectedError>;
  disagreements: WorkList<Disagreement>;
  skipped: WorkList<SkippedText>;
  notes: WorkList<ReviewNote>;
  service: ReviewService;
  outbox: Outbox;
  /** Whose labels these are, as a list of what waits says. */
  by: string;
  view: ReviewViewStore;
  /** The lists that one may see, and how to go to one. */
  lists: readonly ListName[];
  go(list: ListName): void;
}

export type ReviewAction = ActionOn<ReviewContext>;

export const MOVING = words.move;
export const DECIDING = words.decide;
export const LOOKING = words.look;

/** Letters that mean something on this screen, so that no class has them here. */
const TAKEN: readonly Key[] = ["J", "K", "C", "R", "A"];

/** The list that is worked on; none where there is nothing to do. */
export function workOf(context: ReviewContext): WorkList<unknown> | null {
  const { list } = context;
  return list === "agreement" ? null : (context[list] as WorkList<unknown>);
}

export const hasRow = (context: ReviewContext) => workOf(context)?.current !== undefined;

/** Whether there is something at hand that a class can be chosen for. */
export function isToDecide({
  project,
  list,
  errors,
  disagreements,
  skipped,
}: ReviewContext): boolean {
  if (!isOpen(project)) return false;
  if (list === "errors") return errors.current !== undefined;
  if (list === "skipped") return skipped.current?.waits === false;
  const { current } = disagreements;
  return list === "disagreements" && current !== undefined && !current.own;
}

/** The answer that each key chooses. No key chooses what the screen doesn't show beside it. */
export function choices(context: Choosing): ReadonlyMap<Key, Answer> {
  const keyed = classKeys(context.project);
  if (context.list === "skipped") return keyed;
  const { current } = context.disagreements;
  if (context.list !== "disagreements" || !current) return new Map();
  const given = opinions(current).map((one) => one.given);
  if (keyed.size === 0)
    return new Map(DIGITS.slice(0, given.length).map((digit, place) => [digit, given[place]!]));
  const spellings = new Set(given.map(spelt));
  return new Map([...keyed].filter(([, answer]) => spellings.has(spelt(answer))));
}

/** What keys choose from. */
interface Choosing {
  project: Pick<Project, "answer_kind"> & {
    classes: readonly Pick<Project["classes"][number], "name" | "key">[];
  };
  list: ListName;
  disagreements: { current: Pick<Disagreement, "answers"> | undefined };
}

/** Each class by its key; none where an answer is several classes, or classes are many. */
function classKeys(project: Choosing["project"]): ReadonlyMap<Key, Answer> {
  const { classes } = project;
  if (classes.length > DIGITS.length || !namesOne(project)) return new Map();
  const free = classes.map(({ name, key }) => ({
    name,
    key: TAKEN.includes(key?.toUpperCase() ?? "") ? null : (key ?? null),
  }));
  return new Map([...assignKeys(free)].map(([name, key]) => [key, answerOf(name)]));
}

export interface Opinion {
  /** In words. */
  answer: string;
  given: Answer;
  /** Who said so, as far as one may know; a file is one of them. */
  people: string[];
  count: number;
}

/** What was answered, each answer once, with all who gave it. */
export function opinions({ answers }: Pick<Disagreement, "answers">): Opinion[] {
  const found = new Map<string, Opinion>();
  for (const { answer, given, annotator, from_file } of answers) {
    if (answer === null || given == null) continue;
    const key = spelt(given)!;
    const one = found.get(key) ?? { answer, given, people: [], count: 0 };
    const who = from_file ? words.theFile : annotator;
    found.set(key, {
      ...{ answer, given },
      people: who === null ? one.people : [...one.people, who],
      count: one.count + 1,
    });
  }
  return [...found.values()];
}

/** Says what the text at hand is. */
export function decide(context: ReviewContext, answer: Answer): void {
  const { list, errors, disagreements, skipped, view } = context;
  if (!isToDecide(context)) return;
  view.change({ choosing: false });
  const name = inWords(context.project, answer);
  const back = { kind: "undecide" } as const;
  if (list === "errors") {
    const row = errors.current!;
    const done = name === row.label ? words.kept(name) : words.changedTo(name);
    errors.finish(row, done, name, { kind: "correct", itemId: row.item_id, answer }, back);
    return;
  }
  if (list === "skipped") {
    const row = skipped.current!;
    const at = new Date().toISOString();
    const command = { kind: "label", items: [row.item_id], answer, at, by: context.by } as const;
    skipped.finish(row, words.labelled(name), name, command, { kind: "unlabel" });
    return;
  }
  const row = disagreements.current!;
  const command = { kind: "adjudicate", itemId: row.item_id, answer } as const;
  disagreements.finish(row, words.decided(name), name, command, back);
}

/** The note at hand is done with, with a reply or without. */
export function resolve({ notes, view }: ReviewContext, reply: string | null): void {
  const row = notes.current;
  if (!row) return;
  view.change({ replying: false });
  const name = reply === null ? words.resolved : words.replied;
  const before = reply === null ? null : row.reply;
  const command = { kind: "resolve", noteId: row.id, reply } as const;
  notes.finish(row, name, name, command, { kind: "reopen", noteId: row.id, reply: before });
}
