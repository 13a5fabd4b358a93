import { ApiError, isArchived, isPassing, isShutOut, isSignedOut, Unreachable } from "../errors";
import type { Claim } from "./claim";
import type { Clock } from "../clock";
import { type Command, type Entry, isPassedOver, isQuiet, takesBack } from "./commands";
import type { OutboxStorage } from "./outbox-storage";
import { Outage } from "./outage";
import { NOTHING_DONE, type OutboxState } from "./sent";
import { createStore } from "../store";
import { words } from "@/words/unsent";

/** What became of a command: the service has it, with its answer where this tab has sent it; the
 * service refuses it for good; or who did it has given it up since. */
export type Outcome = { is: "sent"; answer: unknown } | { is: "refused" | "dropped" };

export const SLOW_AFTER = 2_000;
const EXCERPT = 80;
const NOT_FOUND = 404;
/** A tab that sends says so to one that is opened within this. */
const OTHERS_SAY_SO = 200;

export interface OutboxPorts {
  storage: OutboxStorage;
  clock: Clock;
  /** Of the tabs of one person the one that sends: the one in which they last did something. */
  claim: Pick<Claim, "holds" | "start" | "take" | "stop">;
  send(entry: Entry): Promise<unknown>;
  onSignedOut(): void;
  /** Something isn't there: whether it is the project. */
  isShutOut(): Promise<boolean>;
}

/** Sends what somebody does in a project, one command after the other, for as long as it takes.
 *
 * A command is on the device before it is sent and leaves it when the service has taken it. Sending
 * twice is harmless, because commands carry an id that we made. What the service refuses for good is
 * set aside, so that it doesn't hold up the rest. */
export class Outbox {
  readonly state = createStore<OutboxState>(NOTHING_DONE);
  /** Sends a command in a way of its own, with a request for more; null: as all others. */
  along: (entry: Entry) => Promise<unknown> | null = () => null;
  private readonly ports: OutboxPorts;
  private readonly listeners = new Set<(entry: Entry, outcome: Outcome) => void>();
  /** Keys and ids of what a request may have carried: it can't be dropped silently any more. */
  private readonly attempted = new Set<string>();
  /** What the device refused to keep. */
  private readonly unkept = new Set<string>();
  private entries: readonly Entry[] = [];
  private sending = false;
  private stopped = false;
  private readonly outage: Outage;
  private cancelPause = () => {};
  private cancelSlow: (() => void) | null = null;

  constructor(ports: OutboxPorts) {
    this.ports = ports;
    this.outage = new Outage(ports.clock);
    this.refresh();
    this.change({ used: this.entries.length > 0 });
  }

  /** Hears what becomes of each command. */
  listen(listener: (entry: Entry, outcome: Outcome) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Puts a command behind the others and starts sending. `about`: what was said, and of which text. */
  add(id: string, command: Command, about: { name: string; text: string }): void {
    const last = this.entries.at(-1)?.key ?? "-1";
    const order = String(parseInt(last, 10) + 1).padStart(9, "0");
    const entry: Entry = {
      // The random part keeps two tabs from writing over each other.
      key: `${order}-${Math.random().toString(36).slice(2, 8)}`,
      ...{ id, command, name: about.name, excerpt: about.text.slice(0, EXCERPT), refusal: null },
    };
    this.keep(entry);
    this.put([...this.entries, entry]);
    this.change({ used: true });
    this.take();
    // When the hand is done: what it changes next may decide how this is sent.
    queueMicrotask(() => void this.pump());
  }

  /** Forgets what has the id and no request has carried yet, or was refused; false when the service
   * may have heard of it. */
  cancel(id: string): boolean {
    const all = this.entries.filter((entry) => entry.id === id);
    this.remove(all.filter(({ key, refusal }) => refusal !== null || !this.attempted.has(key)));
    return all.length > 0 && !this.attempted.has(id);
  }

  /** The same, and where it is too late for that, the command that takes it back is sent. */
  takeBack(id: string, back: Command, about: { name: string; text: string }): void {
    if (!this.cancel(id)) this.add(id, back, about);
  }

  /** Sends now rather than after the pause: the network is back, or someone asked. */
  hurry(): void {
    this.take();
    this.outage.hurry();
    this.cancelPause();
    void this.pump();
  }

  /** Tries what was refused once more. */
  retry(id: string): void {
    const again = this.refusedOf(id).map((entry) => ({ ...entry, refusal: null }));
    again.forEach((entry) => this.keep(entry));
    const byKey = new Map(again.map((entry) => [entry.key, entry]));
    this.put(this.entries.map((entry) => byKey.get(entry.key) ?? entry));
    this.hurry();
  }

  /** What was refused is given up. */
  giveUp(id: string): void {
    const refused = this.refusedOf(id);
    this.remove(refused);
    refused.forEach((entry) => this.notify(entry, { is: "dropped" }));
  }

  start(): void {
    const { claim, clock } = this.ports;
    claim.start();
    claim.holds.subscribe(() => {
      this.refresh();
      void this.pump();
    });
    this.cancelPause = clock.after(OTHERS_SAY_SO, () => void this.pump());
  }

  /** What is on the device by now: other tabs have added to it, or sent from there. */
  refresh(): void {
    const there = this.ports.storage.load();
    const keys = new Set(there.map(({ key }) => key));
    // What an earlier visit or another tab has put there may have been sent.
    const here = new Set(this.entries.map(({ key }) => key));
    for (const { key, id } of there) if (!here.has(key)) this.attempted.add(key).add(id);
    const others = this.entries.filter(({ key }) => !keys.has(key));
    const unkept = others.filter(({ key }) => this.unkept.has(key));
    this.put([...there, ...unkept]);
    for (const entry of others)
      if (!unkept.includes(entry) && entry.refusal === null)
        this.notify(entry, { is: "sent", answer: undefined });
  }

  stop(): void {
    this.stopped = true;
    this.cancelPause();
    this.cancelSlow?.();
    this.cancelSlow = null;
  }

  /** Nothing is sent from here any more, nor does it keep other tabs from sending. */
  end(): void {
    this.stop();
    this.ports.claim.stop();
  }

  resume(): void {
    this.take();
    this.stopped = false;
    this.change({ shutOut: false });
    void this.pump();
  }

  /** Whoever does something is in this tab. */
  private take(): void {
    if (!this.ports.claim.holds.get()) this.ports.claim.take();
  }

  private refusedOf(id: string): Entry[] {
    return this.state.get().refused.filter((entry) => entry.id === id);
  }

  /** Of what waits here, another tab sends all that is on the device, if it holds the claim. */
  private get next(): Entry | undefined {
    const { waiting } = this.state.get();
    if (this.ports.claim.holds.get()) return waiting[0];
    return waiting.find(({ key }) => this.unkept.has(key));
  }

  private async pump(): Promise<void> {
    if (this.sending || this.stopped) return;
    this.sending = true;
    try {
      for (let entry = this.next; entry; entry = this.next) {
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
      this.refresh();
      return true;
    }
    this.attempted.add(entry.key).add(entry.id);
    let answer: unknown;
    try {
      answer = await (this.along(entry) ?? this.ports.send(entry));
      if (isPassedOver(entry.command, answer))
        throw new Error(words.passedOver(entry.command.kind));
    } catch (error) {
      if (isShutOut(error) && (await this.ports.isShutOut())) {
        this.stop();
        this.change({ shutOut: true });
      }
      return this.fail(entry, error);
    }
    this.outage.end();
    const isNotified = !this.entries.some(({ key }) => key === entry.key);
    this.remove([entry]);
    this.change({ offline: false, trouble: null });
    if (!isNotified) this.notify(entry, { is: "sent", answer });
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
      const pause = this.outage.pauseAfter(error);
      const trouble = this.outage.reason(error);
      this.change({ offline: error instanceof Unreachable, trouble });
      this.cancelPause();
      this.cancelPause = this.ports.clock.after(pause, () => void this.pump());
      return false;
    }
    this.outage.end();
    this.change({ offline: false, trouble: null });
    this.refuse(entry, error instanceof Error ? error : new Error(String(error)));
    return true;
  }

  /** With all parts of it that wait. */
  private refuse({ id, command }: Entry, error: Error): void {
    const same = this.state.get().waiting.filter((other) => other.id === id);
    const parts = same.filter((other) => other.command.kind === command.kind);
    this.remove(parts);
    const isGone = error instanceof ApiError && error.status === NOT_FOUND;
    const isTakenBack = same.some((other) => takesBack(other.command) && !takesBack(command));
    if (isTakenBack || isQuiet(command, isGone)) return;
    const refused = parts.map((part) => ({ ...part, refusal: error.message }));
    refused.forEach((part) => this.keep(part));
    this.put([...this.entries, ...refused]);
    refused.forEach((part) => this.notify(part, { is: "refused" }));
  }

  private keep(entry: Entry): void {
    if (this.ports.storage.keep(entry)) this.unkept.delete(entry.key);
    else this.unkept.add(entry.key);
  }

  private remove(gone: readonly Entry[]): void {
    if (gone.length === 0) return;
    gone.forEach((entry) => this.ports.storage.drop(entry));
    const keys = new Set(gone.map(({ key }) => key));
    this.put(this.entries.filter(({ key }) => !keys.has(key)));
  }

  private notify(entry: Entry, outcome: Outcome): void {
    for (const listener of [...this.listeners]) listener(entry, outcome);
  }

  private put(unordered: readonly Entry[]): void {
    const entries = unordered.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    this.entries = entries;
    this.change({
      waiting: entries.filter(({ refusal }) => refusal === null),
      refused: entries.filter(({ refusal }) => refusal !== null),
    });
  }

  private change(part: Partial<OutboxState>): void {
    const state = { ...this.state.get(), ...part };
    if (state.waiting.length === 0) state.slow = false;
    state.kept = !state.waiting.some(({ key }) => this.unkept.has(key));
    this.state.set(state);
    this.watchSlow();
  }

  private watchSlow(): void {
    if (this.state.get().waiting.length === 0) {
      this.cancelSlow?.();
      this.cancelSlow = null;
    } else if (this.cancelSlow === null && !this.stopped) {
      this.cancelSlow = this.ports.clock.after(SLOW_AFTER, () => this.change({ slow: true }));
    }
  }
}
