import type { Answer } from "./answer";
import type { KeyValue } from "./storage";

/** An answer on its way. */
export interface Given {
  kind: "answer";
  annotation: string;
  itemId: number;
  assignmentId: number;
  answer: Answer;
  shownAt: string | null;
  firstInputAt: string | null;
  answeredAt: string;
}

/** Something the annotator did that the service has to learn, in the order it was done. */
export type Deed =
  | Given
  | { kind: "retract"; annotation: string }
  | { kind: "skip"; assignmentId: number }
  | { kind: "note"; itemId: number; note: "flag" | "comment"; text: string }
  | { kind: "unflag"; itemId: number };

export interface Entry {
  /** Sorts by the order of the deeds. */
  key: string;
  deed: Deed;
  /** The beginning of the item's text, to recognise it by. */
  excerpt: string;
  /** Why the service will never take it; null while it is waiting to be sent. */
  refusal: string | null;
}

const PREFIX = "postil.outbox";

/** The waiting deeds of one person in one project, each under a key of its own: adding one costs
 * the same with 3 waiting as with 3,000, and it is on the device before the next frame. */
export class OutboxStorage {
  private readonly prefix: string;
  private readonly storage: KeyValue;

  constructor(storage: KeyValue, userId: number, projectId: number) {
    this.storage = storage;
    this.prefix = `${PREFIX}.${userId}.${projectId}.`;
  }

  load(): Entry[] {
    return this.storage
      .keys()
      .filter((key) => key.startsWith(this.prefix))
      .sort()
      .map((key) => parse(this.storage.read(key)))
      .filter((entry) => entry !== null);
  }

  keep(entry: Entry): boolean {
    return this.storage.write(this.prefix + entry.key, JSON.stringify(entry));
  }

  has(entry: Entry): boolean {
    return this.storage.read(this.prefix + entry.key) !== null;
  }

  drop(entry: Entry): void {
    this.storage.remove(this.prefix + entry.key);
  }
}

/** How many answers wait on this device, whoever gave them. */
export function waitingOnDevice(storage: KeyValue): number {
  const entries = storage
    .keys()
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => parse(storage.read(key)))
    .filter((entry) => entry !== null);
  return netAnswers(entries);
}

/** Answers among the entries that are not taken back by a later one. */
export function netAnswers(entries: readonly Entry[]): number {
  const standing = new Set<string>();
  for (const { deed } of entries) {
    if (deed.kind === "answer") standing.add(deed.annotation);
    if (deed.kind === "retract") standing.delete(deed.annotation);
  }
  return standing.size;
}

function parse(stored: string | null): Entry | null {
  try {
    return JSON.parse(stored ?? "null") as Entry | null;
  } catch {
    return null;
  }
}
