import type { Answer } from "./answer";
import type { Clock } from "./clock";
import { type Flags, flagsOf, isFlagged } from "./flags";
import { Outbox } from "./outbox";
import { type Deed, type Entry, netAnswers, OutboxStorage } from "./outbox-storage";
import { type Decision, PastStorage } from "./past";
import type { Service } from "./ports";
import { answered, counted, NO_PROGRESS, type Progress, takenBack } from "./progress";
import type { Slot } from "./queue";
import type { KeyValue } from "./storage";
import { createStore } from "./store";
import { Supply } from "./supply";
import { uuid } from "./uuid";

export interface LabellingState {
  past: readonly Decision[];
  /** The answer whose button is still lit. */
  pressed: Answer | null;
  flags: Flags;
  /** Answers given in this visit, the latest first. */
  given: readonly Answer[];
  everAnswered: boolean;
}

const UNDO_REACHES = 20;
const LIT_FOR = 80;
const COUNT_EVERY = 4_000;
const REMEMBERED = 100;
/** A second tap of the same hand comes sooner; nobody has read a text by then. */
const UNREAD_FOR = 150;
/** Leases are not renewed for someone who has gone away. */
const PRESENT_FOR = 600_000;

interface Ports {
  service: Service;
  clock: Clock;
  storage: KeyValue;
  userId: number;
  projectId: number;
  onSignedOut(): void;
}

/** One person labelling one project: everything the labelling screen does, without the screen. */
export class Labelling {
  readonly state = createStore<LabellingState>({
    past: [],
    pressed: null,
    flags: new Map(),
    given: [],
    everAnswered: false,
  });
  readonly progress = createStore<Progress>(NO_PROGRESS);
  readonly outbox: Outbox;
  readonly supply: Supply;
  private readonly ports: Ports;
  private readonly kept: PastStorage;
  private shownAt: number | null = null;
  private firstInputAt: number | null = null;
  private lastInputAt: number;
  private pointedAt = -Infinity;
  private turnedAt = -Infinity;
  private started = false;
  private cancelCount = () => {};
  private cancelLit = () => {};

  constructor(ports: Ports) {
    const { service, clock, onSignedOut } = ports;
    this.ports = ports;
    this.lastInputAt = clock.now();
    this.kept = new PastStorage(ports.storage, ports.userId, ports.projectId);
    this.change({ past: this.kept.load(clock.now()) });
    const storage = new OutboxStorage(ports.storage, ports.userId, ports.projectId);
    this.outbox = new Outbox({ storage, clock, send: (deed) => this.deliver(deed), onSignedOut });
    this.supply = new Supply({ service, clock, onSignedOut, unsent: () => this.undelivered() });
    const left = this.outbox.state.get().waiting;
    this.supply.leaveOut(left.flatMap(({ deed }) => (deed.kind === "answer" ? [deed.itemId] : [])));
    if (left.length > 0) this.change({ everAnswered: true, flags: flagsOf(left) });
  }

  start(): void {
    this.started = true;
    this.outbox.resume();
    this.supply.resume();
    void this.count();
  }

  /** Leaving the screen. What waits to be sent stays on the device. */
  stop(): void {
    this.rest();
    this.outbox.stop();
    void this.supply.leave();
  }

  /** Another tab goes on: what waits on the device is its to send, and it is offered the same
   * items, so they don't go back to the colleagues. */
  handOver(): void {
    this.rest();
    this.outbox.handOver();
    this.supply.stop();
  }

  get current(): Slot | null {
    return this.supply.state.get().queue.current;
  }

  answer(answer: Answer): void {
    const slot = this.current;
    if (!slot) return;
    const annotation = uuid();
    const now = this.ports.clock.now();
    // Behind others that wait it would bring nothing soon.
    const isSent = this.outbox.state.get().waiting.length === 0;
    const entry = this.outbox.add(
      {
        kind: "answer",
        annotation,
        itemId: slot.item.id,
        assignmentId: slot.id,
        answer,
        shownAt: iso(this.shownAt),
        firstInputAt: iso(this.firstInputAt ?? now),
        answeredAt: new Date(now).toISOString(),
      },
      slot.item.text,
    );
    this.progress.set(answered(this.progress.get(), now));
    this.change({
      given: [answer, ...this.state.get().given].slice(0, REMEMBERED),
      everAnswered: true,
      pressed: answer,
    });
    this.cancelLit();
    this.cancelLit = this.ports.clock.after(LIT_FOR, () => this.change({ pressed: null }));
    this.decided({ slot, made: { kind: "answer", answer }, annotation, entry }, isSent);
  }

  skip(): void {
    const slot = this.current;
    if (!slot) return;
    const entry = this.outbox.add({ kind: "skip", assignmentId: slot.id }, slot.item.text);
    this.decided({ slot, made: { kind: "skip" }, annotation: null, entry });
  }

  /** The last decision is taken back, sent or not, and its item returns to the screen. */
  undo(): void {
    const { past } = this.state.get();
    const last = past.at(-1);
    if (!last) return;
    const unsent = this.outbox.cancel(last.entry);
    if (!unsent && last.annotation)
      this.outbox.add({ kind: "retract", annotation: last.annotation }, last.slot.item.text);
    if (last.annotation) this.progress.set(takenBack(this.progress.get()));
    this.remember(past.slice(0, -1));
    this.change({ pressed: null });
    this.supply.bringBack({ ...last.slot, undone: last.made });
    this.turned();
  }

  /** Forward again: the item on the screen gets back what undo took from it. */
  redo(): void {
    const undone = this.current?.undone;
    if (undone?.kind === "answer") this.answer(undone.answer);
    if (undone?.kind === "skip") this.skip();
  }

  /** Flags the item on the screen, or takes its flag back. */
  flag(): void {
    const slot = this.current;
    if (!slot) return;
    const { id, text } = slot.item;
    const flagged = !isFlagged(this.state.get(), slot);
    if (flagged) this.note(slot, "flag", "");
    else this.outbox.add({ kind: "unflag", itemId: id }, text);
    this.change({ flags: new Map(this.state.get().flags).set(id, flagged) });
  }

  comment(text: string): void {
    if (this.current && text.trim() !== "") this.note(this.current, "comment", text.trim());
  }

  /** A deed that the service refused is given up; its item may come again. */
  giveUp(entry: Entry): void {
    this.outbox.discard(entry);
    if (entry.deed.kind === "answer") this.supply.offerAgain(entry.deed.itemId);
  }

  /** The item on the screen has been painted. */
  shown(): void {
    this.shownAt = this.ports.clock.now();
  }

  /** A key, a click or a scroll. */
  input(): void {
    this.lastInputAt = this.ports.clock.now();
    this.firstInputAt ??= this.lastInputAt;
  }

  /** A finger or a mouse button went down. */
  pointed(): void {
    this.input();
    this.pointedAt = this.lastInputAt;
  }

  /** Whether what the pointer presses was meant for the text on the screen: a double tap goes down
   * again on a text that nobody has read. Keys have no such trouble: they don't bounce. */
  isPointedAt(): boolean {
    return this.pointedAt - (this.shownAt ?? this.turnedAt) >= UNREAD_FOR;
  }

  /** The tab is in front again, or the network is back. */
  wake(): void {
    this.outbox.hurry();
    if (this.supply.state.get().queue.upcoming.length === 0) void this.supply.refill();
    void this.count();
  }

  private rest(): void {
    this.started = false;
    this.cancelCount();
    this.cancelLit();
  }

  /** Reads the counts, exchanges the prefetched items when the round is a new one, and renews
   * leases: the one heartbeat of the screen. */
  private async count(): Promise<void> {
    this.cancelCount();
    const before = this.progress.get().counts?.round;
    try {
      const counts = await this.ports.service.counts();
      if (!this.started) return;
      this.progress.set(counted(this.progress.get(), counts, this.unsentAnswers()));
      if (before !== undefined && counts.round > before) await this.supply.exchange();
      if (this.ports.clock.now() - this.lastInputAt < PRESENT_FOR) await this.supply.renew();
    } catch {
      // The outbox and the supply say when the service is away; figures may stay old.
    }
    if (!this.started) return;
    this.cancelCount();
    this.cancelCount = this.ports.clock.after(COUNT_EVERY, () => void this.count());
  }

  /** An answer brings what is next with it, where there is little left. */
  private deliver(deed: Deed): Promise<void> {
    const { service } = this.ports;
    if (deed.kind !== "answer" || !this.supply.isWanting) return service.send(deed);
    return this.supply.bringWith((wanted) => service.answerAndNext(deed, wanted));
  }

  private decided(made: Decision, isSent = false): void {
    const { past } = this.state.get();
    // Its flag is remembered as it is now: after a reload undo brings the item back with it.
    const slot = { ...made.slot, flagged: isFlagged(this.state.get(), made.slot) };
    this.remember([...past, { ...made, slot }].slice(-UNDO_REACHES));
    this.supply.next(isSent);
    this.turned();
  }

  private remember(past: readonly Decision[]): void {
    this.kept.keep(past, this.ports.clock.now());
    this.change({ past });
  }

  /** Another item is on the screen. */
  private turned(): void {
    this.turnedAt = this.ports.clock.now();
    this.shownAt = null;
    this.firstInputAt = null;
  }

  private note(slot: Slot, note: "flag" | "comment", text: string): void {
    this.outbox.add({ kind: "note", itemId: slot.item.id, note, text }, slot.item.text);
  }

  private unsentAnswers(): number {
    return netAnswers(this.outbox.state.get().waiting);
  }

  private undelivered(): number {
    const { waiting, refused } = this.outbox.state.get();
    const decisions = ["answer", "skip", "retract"];
    return [...waiting, ...refused].filter(({ deed }) => decisions.includes(deed.kind)).length;
  }

  private change(part: Partial<LabellingState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}

function iso(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
