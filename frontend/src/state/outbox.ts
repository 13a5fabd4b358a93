import { isArchived, isPassing, isShutOut, isSignedOut, Unreachable } from "@/api/errors";
import { words } from "@/words/label";
import type { Clock } from "./clock";
import { type Deed, type Entry, netAnswers, type OutboxStorage } from "./outbox-storage";
import { pauseAfter } from "./pauses";
import { createStore } from "./store";

export interface OutboxState {
  waiting: readonly Entry[];
  refused: readonly Entry[];
  /** The last attempt got no answer. */
  offline: boolean;
  /** Something has waited for more than two seconds. */
  slow: boolean;
  /** False when the device refused to keep some of what is waiting: it lives in this tab only. */
  kept: boolean;
}

export const SLOW_AFTER = 2_000;
const EXCERPT = 80;

interface Ports {
  storage: OutboxStorage;
  clock: Clock;
  send(deed: Deed): Promise<void>;
  onSignedOut(): void;
  /** Something isn't there: looks whether it is the project, and stops this if it is. */
  onMissing(): Promise<void>;
}

/** Sends what the annotator does, one deed after the other, for as long as it takes.
 *
 * A deed is on the device before it is sent and leaves it when the service has taken it. Sending
 * twice is harmless, because answers carry the id we made. What the service refuses for good is
 * set aside, so that it doesn't hold up the rest. */
export class Outbox {
  readonly state = createStore<OutboxState>({
    waiting: [],
    refused: [],
    offline: false,
    slow: false,
    kept: true,
  });
  private readonly ports: Ports;
  private readonly attempted = new Set<string>();
  /** What the device refused to keep. */
  private readonly unkept = new Set<string>();
  private sending = false;
  private stopped = false;
  private failures = 0;
  private next = 0;
  private cancelPause = () => {};
  private cancelSlow: (() => void) | null = null;

  constructor(ports: Ports) {
    this.ports = ports;
    const entries = ports.storage.load();
    this.next = Math.max(0, ...entries.map((entry) => parseInt(entry.key, 10) + 1));
    this.change({
      waiting: entries.filter((entry) => entry.refusal === null),
      refused: entries.filter((entry) => entry.refusal !== null),
    });
    // What an earlier visit left may have been sent: it can't be dropped silently any more.
    for (const entry of entries) this.attempted.add(entry.key);
  }

  /** Puts a deed behind the others and starts sending. */
  add(deed: Deed, text: string): Entry {
    const order = String(this.next++).padStart(9, "0");
    const entry: Entry = {
      // The random part keeps two tabs from writing over each other.
      key: `${order}-${Math.random().toString(36).slice(2, 8)}`,
      deed,
      excerpt: text.slice(0, EXCERPT),
      refusal: null,
    };
    this.keep(entry);
    this.change({ waiting: [...this.get().waiting, entry] });
    // When the hand is done: what it changes next may decide how this is sent.
    queueMicrotask(() => void this.pump());
    return entry;
  }

  /** Forgets a deed that no request has carried yet; false when it is too late for that. */
  cancel(entry: Entry): boolean {
    const waits = this.get().waiting.includes(entry) && !this.attempted.has(entry.key);
    if (waits) this.remove(entry);
    return waits;
  }

  /** Sends now rather than after the pause: the network is back, or someone asked. */
  hurry(): void {
    this.failures = 0;
    this.cancelPause();
    void this.pump();
  }

  /** Tries a refused deed once more. */
  retry(entry: Entry): void {
    const again = { ...entry, refusal: null };
    this.keep(again);
    this.change({
      refused: this.get().refused.filter((other) => other !== entry),
      waiting: [again, ...this.get().waiting],
    });
    this.hurry();
  }

  discard(entry: Entry): void {
    this.remove(entry);
  }

  /** Another tab sends what is on the device; only what is in this one goes on from here. */
  handOver(): void {
    const here = (list: readonly Entry[]) => list.filter(({ key }) => this.unkept.has(key));
    this.change({ waiting: here(this.get().waiting), refused: here(this.get().refused) });
  }

  stop(): void {
    this.stopped = true;
    this.cancelPause();
    this.cancelSlow?.();
  }

  resume(): void {
    this.stopped = false;
    this.watchSlow();
    void this.pump();
  }

  private get(): OutboxState {
    return this.state.get();
  }

  private async pump(): Promise<void> {
    if (this.sending || this.stopped) return;
    this.sending = true;
    try {
      for (let entry = this.get().waiting[0]; entry; entry = this.get().waiting[0]) {
        if (!(await this.deliver(entry)) || this.stopped) break;
      }
    } finally {
      this.sending = false;
    }
  }

  /** True when the next one may follow. */
  private async deliver(entry: Entry): Promise<boolean> {
    // Another tab of the same person has sent it meanwhile.
    if (!this.unkept.has(entry.key) && !this.ports.storage.has(entry)) {
      this.remove(entry);
      return true;
    }
    this.attempted.add(entry.key);
    try {
      await this.ports.send(entry.deed);
    } catch (error) {
      if (isShutOut(error)) await this.ports.onMissing();
      return this.fail(entry, error);
    }
    this.failures = 0;
    this.remove(entry);
    this.change({ offline: false });
    return true;
  }

  private fail(entry: Entry, error: unknown): boolean {
    if (isSignedOut(error)) {
      this.stop();
      this.ports.onSignedOut();
      return false;
    }
    // Refused or not, the next visit sends it and learns the same.
    if (this.stopped) return false;
    // What an archived project refuses it takes once it is brought back.
    if (isPassing(error) || isArchived(error)) {
      this.change({ offline: error instanceof Unreachable });
      const pause = pauseAfter(this.failures++);
      this.cancelPause();
      this.cancelPause = this.ports.clock.after(pause, () => void this.pump());
      return false;
    }
    this.change({ offline: false });
    this.refuse(entry, error instanceof Error ? error.message : String(error));
    return true;
  }

  private refuse(entry: Entry, refusal: string): void {
    const { deed } = entry;
    const takenBack =
      deed.kind === "answer" &&
      this.get().waiting.some(
        (other) => other.deed.kind === "retract" && other.deed.annotation === deed.annotation,
      );
    this.remove(entry);
    // Nothing is lost when a lease had ended before the skip, or what is taken back never arrived.
    if (takenBack || ["skip", "retract", "unflag"].includes(deed.kind)) return;
    const refused = { ...entry, refusal };
    this.keep(refused);
    this.change({ refused: [...this.get().refused, refused] });
  }

  private keep(entry: Entry): void {
    if (this.ports.storage.keep(entry)) this.unkept.delete(entry.key);
    else this.unkept.add(entry.key);
  }

  private remove(entry: Entry): void {
    this.ports.storage.drop(entry);
    const others = (list: readonly Entry[]) => list.filter((other) => other.key !== entry.key);
    this.change({ waiting: others(this.get().waiting), refused: others(this.get().refused) });
  }

  private change(part: Partial<OutboxState>): void {
    const state = { ...this.get(), ...part };
    if (state.waiting.length === 0) state.slow = false;
    state.kept = !state.waiting.some(({ key }) => this.unkept.has(key));
    this.state.set(state);
    this.watchSlow();
  }

  private watchSlow(): void {
    if (this.get().waiting.length === 0) {
      this.cancelSlow?.();
      this.cancelSlow = null;
    } else if (this.cancelSlow === null) {
      this.cancelSlow = this.ports.clock.after(SLOW_AFTER, () => this.change({ slow: true }));
    }
  }
}

export type Saved =
  | { kind: "saved" | "sending" | "offline" | "refused"; words: string }
  | { kind: "silent"; words: "" };

/** What the footer says about the answers: little when all is well. */
export function savedWords(state: OutboxState, everAnswered: boolean): Saved {
  const answers = netAnswers(state.waiting);
  if (state.refused.length > 0)
    return { kind: "refused", words: words.couldntSave(state.refused.length) };
  if (state.offline && answers > 0) {
    const where = state.kept ? words.offlineKept : words.offlineInThisTab;
    return { kind: "offline", words: where(answers) };
  }
  if (state.offline) return { kind: "offline", words: words.offline };
  if (state.slow) return { kind: "sending", words: words.toSend(state.waiting.length) };
  return everAnswered ? { kind: "saved", words: words.saved } : { kind: "silent", words: "" };
}
