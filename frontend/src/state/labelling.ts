import type { Answer } from "./answer";
import type { Clock } from "./clock";
import { type Flags, flagsOf, isFlagged } from "./flags";
import { Hand } from "./hand";
import { Heartbeat } from "./heartbeat";
import { Outbox } from "./outbox";
import { type Deed, type Entry, netAnswers, OutboxStorage } from "./outbox-storage";
import { type Decision, PastStorage } from "./past";
import type { Service } from "./ports";
import {
  answered,
  counted,
  type Counts,
  NO_PROGRESS,
  openIn,
  type Progress,
  takenBack,
} from "./progress";
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
  /** The item that was commented on last. */
  commented: number | null;
  /** The project is gone, or this person is no longer in it: nothing is sent any more. */
  shutOut: boolean;
}

const UNDO_REACHES = 20;
const LIT_FOR = 80;
const REMEMBERED = 100;
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
    commented: null,
    shutOut: false,
  });
  readonly progress = createStore<Progress>(NO_PROGRESS);
  readonly outbox: Outbox;
  readonly supply: Supply;
  readonly hand: Hand;
  private readonly ports: Ports;
  private readonly kept: PastStorage;
  private readonly heartbeat: Heartbeat;
  private cancelLit = () => {};

  constructor(ports: Ports) {
    const { service, clock, onSignedOut } = ports;
    this.ports = ports;
    this.hand = new Hand(clock);
    this.kept = new PastStorage(ports.storage, ports.userId, ports.projectId);
    this.change({ past: this.kept.load(clock.now()) });
    const storage = new OutboxStorage(ports.storage, ports.userId, ports.projectId);
    this.outbox = new Outbox({
      ...{ storage, clock, onSignedOut, send: (deed) => this.deliver(deed) },
      onMissing: () => this.heartbeat.now(),
    });
    this.supply = new Supply({
      ...{ service, clock, onSignedOut, unsent: () => this.undelivered() },
      open: () => openIn(this.progress.get()),
      isAway: () => this.isAway,
    });
    this.heartbeat = new Heartbeat({
      ...{ clock, counts: () => service.counts(), tell: (counts) => this.hear(counts) },
      shutOut: () => this.end(),
    });
    const left = this.outbox.state.get().waiting;
    this.supply.leaveOut(left.flatMap(({ deed }) => (deed.kind === "answer" ? [deed.itemId] : [])));
    if (left.length > 0) this.change({ everAnswered: true, flags: flagsOf(left) });
  }

  start(): void {
    this.outbox.resume();
    this.supply.resume();
    this.heartbeat.start();
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
        shownAt: iso(this.hand.shownAt),
        firstInputAt: iso(this.hand.firstInputAt ?? now),
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
    if (!last || this.supply.isClosed) return;
    const unsent = this.outbox.cancel(last.entry);
    if (!unsent && last.annotation)
      this.outbox.add({ kind: "retract", annotation: last.annotation }, last.slot.item.text);
    if (last.annotation) this.progress.set(takenBack(this.progress.get()));
    this.remember(past.slice(0, -1));
    this.change({ pressed: null });
    this.supply.bringBack({ ...last.slot, undone: last.made });
    this.hand.turned();
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
    const slot = this.current;
    if (!slot || text.trim() === "") return;
    this.note(slot, "comment", text.trim());
    this.change({ commented: slot.item.id });
  }

  /** A deed that the service refused is given up; its item may come again. */
  giveUp(entry: Entry): void {
    this.outbox.discard(entry);
    if (entry.deed.kind === "answer") this.supply.offerAgain(entry.deed.itemId);
  }

  /** The tab is in front again, or the network is back. */
  wake(): void {
    this.outbox.hurry();
    if (this.supply.state.get().queue.upcoming.length === 0) void this.supply.refill();
    void this.heartbeat.now();
  }

  private rest(): void {
    this.heartbeat.stop();
    this.cancelLit();
  }

  /** What the heartbeat brings: the project's state is followed, the prefetched items are exchanged
   * when the round is a new one, and leases are renewed. */
  private async hear(counts: Counts): Promise<void> {
    const before = this.progress.get().counts?.round;
    this.progress.set(counted(this.progress.get(), counts, this.unsentAnswers()));
    this.follow(counts.state);
    if (before !== undefined && counts.round > before) await this.supply.exchange();
    if (!this.isAway) await this.supply.renew();
    await this.supply.settleSpare();
  }

  private get isAway(): boolean {
    return this.ports.clock.now() - this.hand.lastInputAt >= PRESENT_FOR;
  }

  private follow(state: Counts["state"]): void {
    if (state !== "active") return this.supply.close(state);
    if (!this.supply.isClosed) return;
    this.supply.open();
    // What an archived project refused has waited for this.
    this.outbox.hurry();
  }

  /** What waits to be sent stays on the device, for whoever is let in again. */
  private end(): void {
    this.rest();
    this.outbox.stop();
    this.supply.stop();
    this.change({ shutOut: true });
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
    this.hand.turned();
  }

  private remember(past: readonly Decision[]): void {
    this.kept.keep(past, this.ports.clock.now());
    this.change({ past });
  }

  private note(slot: Slot, note: "flag" | "comment", text: string): void {
    this.outbox.add({ kind: "note", itemId: slot.item.id, note, text }, slot.item.text);
  }

  private unsentAnswers(): number {
    return netAnswers(this.outbox.state.get().waiting);
  }

  /** Answers that the service doesn't have: those under way, and those that it refused. */
  get lost(): number {
    const { waiting, refused } = this.outbox.state.get();
    return netAnswers([...waiting, ...refused]);
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
