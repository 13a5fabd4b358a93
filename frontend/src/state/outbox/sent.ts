import { words } from "@/words/unsent";
import { countSaid, type Entry } from "./commands";
import { ApiError } from "../errors";

export interface OutboxState {
  waiting: readonly Entry[];
  refused: readonly Entry[];
  /** The last attempt got no answer. */
  offline: boolean;
  /** Why the service has taken nothing for a while, where it has answered. */
  trouble: Error | null;
  /** Something has waited for more than two seconds. */
  slow: boolean;
  /** False when the device refused to keep some of what is waiting: it lives in this tab only. */
  kept: boolean;
  /** Something was done in this visit, or left by an earlier one. */
  used: boolean;
  /** The project is gone, or this person is no longer in it: nothing is sent any more. */
  shutOut: boolean;
}

export const NOTHING_DONE: OutboxState = {
  waiting: [],
  refused: [],
  offline: false,
  trouble: null,
  slow: false,
  kept: true,
  used: false,
  shutOut: false,
};

export type Saved =
  | { kind: "saved" | "sending" | "offline" | "trouble" | "refused"; words: string }
  | { kind: "silent"; words: "" };

/** What the foot of a screen says about what was done: little when all is well. */
export function savedWords(state: OutboxState): Saved {
  const { refused, waiting, offline, trouble, kept, slow, used } = state;
  if (refused.length > 0) {
    const ids = new Map(refused.map(({ id, command }) => [id, command.kind]));
    const isAnswers = [...ids.values()].every((kind) => kind === "answer");
    return { kind: "refused", words: words.couldntSave(ids.size, isAnswers) };
  }
  const { answers, others } = countSaid(waiting);
  if (offline && answers + others > 0) {
    const where = kept ? words.offlineKept : words.offlineInThisTab;
    return { kind: "offline", words: where(answers + others, others === 0) };
  }
  if (trouble && answers + others > 0) {
    const what = kept ? words.kept : words.inThisTab;
    const why = words.why(trouble instanceof ApiError ? trouble : null);
    return { kind: "trouble", words: `${why}. ${what(answers + others, others === 0)}` };
  }
  if (offline) return { kind: "offline", words: words.offline };
  if (slow) return { kind: "sending", words: words.toSend(sizeOf(waiting)) };
  return used ? { kind: "saved", words: words.saved } : { kind: "silent", words: "" };
}

/** How much waits: of a label that goes out in parts, its texts. */
const sizeOf = (waiting: readonly Entry[]): number =>
  waiting.reduce(
    (sum, { command }) => sum + (command.kind === "label" ? command.items.length : 1),
    0,
  );

/** What was refused, each once: a label that went out in parts with the number of its texts. */
export function refusedOnce(refused: readonly Entry[]): { entry: Entry; size: number }[] {
  const byId = Map.groupBy(refused, ({ id, command }) => `${id} ${command.kind}`);
  return [...byId.values()].map((parts) => ({ entry: parts[0]!, size: sizeOf(parts) }));
}
