import type { Answer } from "../answer";
import type { Clock } from "../clock";
import { countSaid, type Command, type Entry, type Kind } from "../outbox/commands";
import { type Flags, flagsOf, isFlagged } from "./flags";
import { Hand } from "./hand";
import { Heartbeat } from "./heartbeat";
import type { Outbox } from "../outbox/outbox";
import { Past } from "../outbox/past";
import type { Service } from "../ports";
import {
  answered,
  counted,
  type Counts,
  NO_PROGRESS,
  type Progress,
  shareIn,
  takenBack,
} from "./progress";
import type { Slot, Undone } from "./queue";
import type { KeyValue } from "../storage";
import { createStore } from "../store";
import { Supply } from "./supply";
import type { HeldTexts, TakenAlong } from "./supply-state";
import { uuid } from "../uuid";

/** A decision that undo can take back. */
export interface Decision {
  id: string;
  slot: Slot;
  made: Undone;
}

export interface LabellingState {
  /** The answer whose button is still lit. */
  pressed: Answer | null;
  flags: Flags;
  /** Answers given in this visit, the latest first. */
  given: readonly Answer[];
  /** The item that was commented on last. */
  commented: number | null;
  /** The project is gone, or this person is no longer in it: nothing is sent any more. */
  shutOut: boolean;
}

const LIT_FOR = 80;
const REMEMBERED = 100;
/** Leases are not renewed for someone who has gone away. */
const PRESENT_FOR = 600_000;
const DECISIONS: readonly Kind[] = ["answer", "skip", "retract"];

interface Ports {
  service: Service;
  clock: Clock;
  storage: KeyValue;
  userId: number;
  projectId: number;
  outbox: Outbox;
  /** What an earlier visit took along. */
  taken?: TakenAlong | null;
  held: HeldTexts;
  /** An answer in words. */
  inWords(answer: Answer): string;
  onSignedOut(): void;
}

/** One person labelling one project: everything the labelling screen does, without the screen. */
export class Labelling {
  readonly state = createStore<LabellingState>({
    pressed: null,
    flags: new Map(),
    given: [],
    commented: null,
    shutOut: false,
  });
  readonly progress = createStore<Progress>(NO_PROGRESS);
  readonly outbox: Outbox;
  readonly supply: Supply;
  readonly hand: Hand;
  readonly past: Past<Decision>;
  private readonly ports: Ports;
  private readonly heartbeat: Heartbeat;
  private cancelLit = () => {};
  private leave = () => {};

  constructor(ports: Ports) {
    const { service, clock, held, onSignedOut } = ports;
    this.ports = ports;
    this.hand = new Hand(clock);
    this.past = new Past({ ...ports, screen: "label" });
    this.outbox = ports.outbox;
    this.supply = new Supply({
      ...{ service, clock, held, onSignedOut, unsent: () => this.undelivered() },
      share: () => shareIn(this.progress.get()),
      isAway: () => this.isAway,
    });
    this.heartbeat = new Heartbeat({
      ...{ clock, counts: () => service.counts(), onCounts: (counts) => this.onCounts(counts) },
      shutOut: () => this.end(),
    });
    const left = this.outbox.state.get().waiting;
    this.supply.leaveOut(
      left.flatMap(({ command }) => (command.kind === "answer" ? [command.itemId] : [])),
    );
    if (ports.taken) this.supply.along.restore(unskipped(ports.taken, left));
    this.change({ flags: flagsOf(left) });
  }

  start(): void {
    this.leave();
    const { outbox } = this;
    outbox.along = (entry) => this.bringMore(entry);
    const stops = [
      outbox.listen(({ command }, { is }) => {
        if (is === "dropped" && command.kind === "answer") this.supply.offerAgain(command.itemId);
      }),
      outbox.state.subscribe(() => outbox.state.get().shutOut && this.end()),
    ];
    this.leave = () => {
      stops.forEach((stop) => stop());
      outbox.along = () => null;
    };
    outbox.resume();
    this.supply.resume();
    this.heartbeat.start();
  }

  /** Leaving the screen. What waits is sent all the same. */
  stop(): void {
    this.rest();
    void this.supply.leave();
  }

  /** Another tab goes on: it is offered the same items, so they don't go back to the colleagues. */
  handOver(): void {
    this.rest();
    this.supply.stop();
  }

  get current(): Slot | null {
    return this.supply.state.get().queue.current;
  }

  answer(answer: Answer): void {
    const slot = this.current;
    if (!slot) return;
    const id = uuid();
    const now = this.ports.clock.now();
    // Behind others that wait it would bring nothing soon.
    const isSent = this.outbox.state.get().waiting.length === 0;
    this.send(slot, id, this.ports.inWords(answer), {
      kind: "answer",
      itemId: slot.item.id,
      assignmentId: slot.id,
      answer,
      shownAt: iso(this.hand.shownAt),
      firstInputAt: iso(this.hand.firstInputAt ?? now),
      answeredAt: new Date(now).toISOString(),
    });
    this.progress.set(answered(this.progress.get(), now));
    this.change({
      given: [answer, ...this.state.get().given].slice(0, REMEMBERED),
      pressed: answer,
    });
    this.cancelLit();
    this.cancelLit = this.ports.clock.after(LIT_FOR, () => this.change({ pressed: null }));
    this.decided({ id, slot, made: { kind: "answer", answer } }, isSent);
  }

  skip(): void {
    const slot = this.current;
    if (!slot) return;
    const id = uuid();
    this.send(slot, id, "", { kind: "skip", assignmentId: slot.id });
    this.decided({ id, slot, made: { kind: "skip" } });
  }

  /** Says why a text was skipped, which it is already. */
  explain(id: string, why: string): void {
    const skipped = this.past.state.get().find((one) => one.id === id);
    if (skipped?.made.kind !== "skip") return;
    const { slot } = skipped;
    // Under the same id: undo takes both back.
    this.send(slot, id, "", { kind: "skip", assignmentId: slot.id, reason: why });
    this.past.change(id, (one) => ({ ...one, made: { kind: "skip", why } }));
  }

  /** A decision is taken back, sent or not, and its item returns to the screen: the last one,
   * unless another is named. */
  undo(id?: string): void {
    if (this.supply.isClosed) return;
    const last = this.past.take(id);
    if (!last) return;
    const isUnsent = this.outbox.cancel(last.id);
    if (last.made.kind === "answer") {
      if (!isUnsent) this.send(last.slot, last.id, "", { kind: "retract" });
      this.progress.set(takenBack(this.progress.get()));
    }
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
    const { id: itemId } = slot.item;
    const flagged = !isFlagged(this.state.get(), slot);
    const flag = { kind: "note", itemId, note: "flag", text: "" } as const;
    this.send(slot, uuid(), "", flagged ? flag : { kind: "unflag", itemId });
    this.change({ flags: new Map(this.state.get().flags).set(itemId, flagged) });
  }

  comment(text: string): void {
    const slot = this.current;
    if (!slot || text.trim() === "") return;
    const { id: itemId } = slot.item;
    this.send(slot, uuid(), "", { kind: "note", itemId, note: "comment", text: text.trim() });
    this.change({ commented: slot.item.id });
  }

  /** The tab is in front again, or the network is back. */
  wake(): void {
    this.outbox.hurry();
    this.supply.along.endInTime();
    if (this.supply.state.get().queue.upcoming.length === 0) void this.supply.refill();
    void this.heartbeat.now();
  }

  private rest(): void {
    this.leave();
    this.heartbeat.stop();
    this.cancelLit();
  }

  /** What the heartbeat brings: the project's state is followed, the prefetched items are exchanged
   * when the round is a new one, and leases are renewed. */
  private async onCounts(counts: Counts): Promise<void> {
    const before = this.progress.get().counts?.round;
    const unsent = countSaid(this.outbox.state.get().waiting).answers;
    this.progress.set(counted(this.progress.get(), counts, unsent));
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
    this.ports.held.write([]);
    this.change({ shutOut: true });
  }

  /** An answer brings what is next with it, where there is little left. */
  private bringMore({ id, command }: Entry): Promise<void> | null {
    if (command.kind !== "answer" || !this.supply.isWanting) return null;
    return this.supply.bringWith((wanted) => this.ports.service.answerAndNext(id, command, wanted));
  }

  private send({ item: { text } }: Slot, id: string, name: string, command: Command): void {
    this.outbox.add(id, command, { name, text });
  }

  private decided(made: Decision, isSent = false): void {
    // Its flag is remembered as it is now: after a reload undo brings the item back with it.
    const slot = { ...made.slot, flagged: isFlagged(this.state.get(), made.slot) };
    this.past.push({ ...made, slot });
    this.supply.next(isSent);
    this.hand.turned();
  }

  /** Answers that the service doesn't have: those under way, and those that it refused. */
  get lost(): number {
    const { waiting, refused } = this.outbox.state.get();
    return countSaid([...waiting, ...refused]).answers;
  }

  private undelivered(): number {
    const { waiting, refused } = this.outbox.state.get();
    return [...waiting, ...refused].filter(({ command }) => DECISIONS.includes(command.kind))
      .length;
  }

  private change(part: Partial<LabellingState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}

/** Without those that were skipped, which the service may not have heard of. */
function unskipped({ until, slots }: TakenAlong, left: readonly Entry[]): TakenAlong {
  const skipped = left.map(({ command }) => command.kind === "skip" && command.assignmentId);
  return { until, slots: slots.filter(({ id }) => !skipped.includes(id)) };
}

function iso(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
