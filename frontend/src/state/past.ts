import type { Entry } from "./outbox-storage";
import type { Slot, Undone } from "./queue";
import type { KeyValue } from "./storage";

/** A decision that undo can take back. */
export interface Decision {
  slot: Slot;
  made: Undone;
  /** The id of the annotation; null for a skip. */
  annotation: string | null;
  entry: Entry;
}

const PREFIX = "postil.past";
/** Enough for a slip before a reload; whole texts are kept, so no more than that. */
const KEPT = 5;
/** The next day nobody remembers what the last decision was. */
const KEPT_FOR = 12 * 3_600_000;

/** The last decisions of one person in one project, so that a reload doesn't end undo: those of the
 * labelling screen, or what was changed among one's own answers. */
export class PastStorage<One = Decision> {
  private readonly key: string;
  private readonly storage: KeyValue;

  constructor(storage: KeyValue, userId: number, projectId: number, where?: "own") {
    this.storage = storage;
    this.key = [PREFIX, ...(where ? [where] : []), userId, projectId].join(".");
  }

  load(now: number): readonly One[] {
    try {
      const kept = JSON.parse(this.storage.read(this.key) ?? "") as {
        at: number;
        past: One[];
      };
      return now - kept.at < KEPT_FOR ? kept.past : [];
    } catch {
      return [];
    }
  }

  keep(past: readonly One[], now: number): void {
    const kept = JSON.stringify({ at: now, past: past.slice(-KEPT) });
    // An older past than the true one would take back the wrong decision.
    if (past.length === 0 || !this.storage.write(this.key, kept)) this.storage.remove(this.key);
  }
}

/** Whoever signs out leaves no texts behind on the device. */
export function forgetPast(storage: KeyValue): void {
  for (const key of storage.keys()) if (key.startsWith(PREFIX)) storage.remove(key);
}
