import type { Answer } from "../answer";

/** An answer on its way: to a text that was offered, or another one to a text of one's own. */
export interface Given {
  kind: "answer";
  itemId: number;
  assignmentId: number | null;
  answer: Answer;
  shownAt: string | null;
  firstInputAt: string | null;
  answeredAt: string;
}

/** A label for texts of the list. */
export interface Labelled {
  kind: "label";
  items: readonly number[];
  answer: Answer;
  at: string;
  by: string;
  /** What somebody else labels meanwhile keeps its label. */
  unlabelledOnly?: boolean;
}

/** Texts that nobody is asked about any more; `back`: again. */
interface Excluded<Verb extends "exclude" | "unexclude"> {
  kind: Verb;
  items: readonly number[];
  back: boolean;
}

/** What was said of a text that might be of a class; null: not of it. */
export interface Look {
  kind: "look";
  classId: number;
  itemId: number;
  verdict: string | null;
  /** It is of the class that is looked for. */
  hit: boolean;
}

/** Something that somebody did and the service has to learn, in the order it was done. */
export type Command =
  | Given
  | { kind: "retract" }
  | { kind: "skip"; assignmentId: number; reason?: string }
  | { kind: "skipAgain"; itemId: number; assignmentId: number | null }
  | { kind: "note"; itemId: number; note: "flag" | "comment"; text: string }
  | { kind: "unflag"; itemId: number }
  | Labelled
  | { kind: "unlabel" }
  | Excluded<"exclude">
  | Excluded<"unexclude">
  | Look
  | { kind: "unlook"; classId: number }
  | { kind: "correct"; itemId: number; answer: Answer }
  | { kind: "adjudicate"; itemId: number; answer: Answer }
  | { kind: "undecide" }
  | { kind: "resolve"; noteId: number; reply: string | null }
  | { kind: "reopen"; noteId: number; reply: string | null };

export type Kind = Command["kind"];

/** A command on its way. */
export interface Entry {
  /** Sorts by the order of the commands. */
  key: string;
  /** Made by us: what is sent again under it is the same. What takes a command back has its id. */
  id: string;
  command: Command;
  /** What was said, in words. */
  name: string;
  /** The beginning of the item's text, to recognise it by. */
  excerpt: string;
  /** Why the service will never take it; null while it is waiting to be sent. */
  refusal: string | null;
}

const UNDO: readonly Kind[] = [
  ...["retract", "skipAgain", "unlabel", "unexclude"],
  ...["unlook", "undecide", "reopen"],
] as Kind[];
/** Nothing is lost when a lease had ended before a skip, or what is taken back never arrived. */
const QUIET: readonly Kind[] = ["skip", "retract", "unflag"];
/** What is little beside what people say of texts, so that nobody counts it. */
const UNCOUNTED: readonly Kind[] = ["skip", "note", "unflag"];

export const takesBack = ({ kind }: Command): boolean => UNDO.includes(kind);

/** Whether nobody needs to hear that it was refused. `isGone`: there is nothing of that id. */
export const isQuiet = (command: Command, isGone: boolean): boolean =>
  QUIET.includes(command.kind) || (isGone && takesBack(command));

/** Whether the service did nothing of it, for it passed over all that it was about. */
export function isPassedOver(command: Command, answer: unknown): boolean {
  const { changed, passed_over: passed = 0 } = (answer ?? {}) as Partial<Record<string, number>>;
  if (command.kind === "label") return command.items.length === 1 && passed === 1;
  const isKept = command.kind === "exclude" || command.kind === "unexclude";
  return isKept && command.back === (command.kind === "unexclude") && changed === 0 && passed > 0;
}

/** Those that no later one takes back; what takes back is none of them. */
export function standing(entries: readonly Entry[]): Entry[] {
  const back = new Set(entries.flatMap(({ id, command }) => (takesBack(command) ? [id] : [])));
  return entries.filter(({ id, command }) => !takesBack(command) && !back.has(id));
}

/** How many answers wait, and how much else that somebody said. */
export function countSaid(entries: readonly Entry[]): { answers: number; others: number } {
  const kinds = new Map(standing(entries).map(({ id, command }) => [id, command.kind]));
  const said = [...kinds.values()].filter((kind) => !UNCOUNTED.includes(kind));
  const answers = said.filter((kind) => kind === "answer").length;
  return { answers, others: said.length - answers };
}
