import { Along } from "./along";
import { isArchived, isPassing, isSignedOut, Unreachable } from "../errors";
import { Leases } from "./leases";
import type { Delivered, Offer, Reason, Wanted } from "../ports";
import type { Closed } from "./progress";
import { pauseAfter } from "../pauses";
import {
  advance,
  bringBack,
  EMPTY,
  held,
  isSpare,
  isTaken,
  merge,
  replaceable,
  type Slot,
  spares,
  withSpare,
  without,
} from "./queue";
import { Spare } from "./spare";
import { createStore } from "../store";
import { NOTHING_YET, type SupplyPorts, type SupplyState } from "./supply-state";

/** Items that come next, after the one on the screen: enough to hide a slow network, few enough that the
 * newest ranking is soon on the screen. Spare ones lie behind them: see spare.ts. */
const AHEAD = 5;
/** The service offers no more. */
const ASK_AT_MOST = 100;
const HOLDING_AT_MOST = 200;
const LOOK_AGAIN: Record<Reason, number> = {
  done: 60,
  embedding: 2,
  all_leased: 10,
  paused: 15,
  archived: 15,
};

const SOON = 1_000;

/** Keeps the next items at hand, renews their leases, and exchanges them for better ones. */
export class Supply {
  readonly state = createStore(NOTHING_YET);
  readonly along: Along;
  private readonly ports: SupplyPorts;
  /** By which assignments items were decided that aren't asked about again. */
  private readonly decided = new Map<number, number>();
  private readonly leases: Leases;
  private readonly spare: Spare;
  private asking = false;
  private askAgain = false;
  private exchanging = false;
  private failures = 0;
  private stopped = false;
  private closed: Closed | null = null;
  private cancelTimer = () => {};

  constructor(ports: SupplyPorts) {
    this.ports = ports;
    this.leases = new Leases(ports.clock, (id) => ports.service.renew(id));
    this.spare = new Spare(ports);
    const { state, decided } = this;
    this.along = new Along({
      ...{ ...ports, state, decided, ahead: AHEAD },
      drop: (ids) => this.drop(ids),
      isStopped: () => this.stopped,
      onTaken: () => this.leases.clear(),
      onEnd: () => void this.refill(),
    });
  }

  /** Items that an earlier visit decided without the service having heard of it. */
  leaveOut(itemIds: Iterable<number>): void {
    for (const id of itemIds) this.decided.set(id, Infinity);
  }

  /** The item on the screen is decided: the next one takes its place at once.
   *
   * `isSent`: the decision is on its way by now, and brings what is wanted with it. */
  next(isSent: boolean): void {
    const { queue } = this.state.get();
    if (!queue.current) return;
    this.decided.set(queue.current.item.id, queue.current.id);
    this.change({ queue: advance(this.spare.isTurn() ? withSpare(queue) : queue) });
    if (this.isLow && (this.asking || !isSent)) void this.refill();
  }

  /** Whether an answer that is sent now should bring more items with it. */
  get isWanting(): boolean {
    return this.isLow && !this.asking && !this.isResting;
  }

  /** Sends such an answer; throws why it couldn't be sent, or was refused. */
  async bringWith(send: (wanted: Wanted) => Promise<Delivered>): Promise<void> {
    let delivered;
    try {
      // The answer itself is known by the time more is looked for.
      delivered = await this.spare.timed(send(this.wanted(this.ports.unsent() - 1)));
    } catch (error) {
      this.fail(error);
      throw error;
    }
    this.take(delivered.next);
    if (delivered.refusal) throw delivered.refusal;
  }

  bringBack(slot: Slot): void {
    this.decided.delete(slot.item.id);
    this.change({ queue: bringBack(this.state.get().queue, slot), reason: null });
  }

  /** A decision that was given up: the item may be offered again. */
  offerAgain(itemId: number): void {
    this.decided.delete(itemId);
    void this.refill();
  }

  /** The project was paused or archived: what is here goes back, but for the text on the screen,
   * which is offered first when it goes on. */
  close(why: Closed): void {
    if (this.closed === why) return;
    this.closed = why;
    this.cancelTimer();
    const { queue } = this.state.get();
    const nothing = { queue: EMPTY, along: null, lookAgainAt: null, error: null };
    this.change({ ...nothing, reason: why, loaded: true });
    this.leases.clear();
    void this.giveBack(replaceable(queue));
  }

  /** It goes on. */
  open(): void {
    if (!this.closed) return;
    this.closed = null;
    void this.refill();
  }

  get isClosed(): boolean {
    return this.closed !== null;
  }

  async refill(): Promise<void> {
    if (this.isResting) return;
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    this.cancelTimer();
    try {
      await this.ask();
    } catch (error) {
      this.fail(error);
    } finally {
      this.asking = false;
    }
    if (this.askAgain) {
      this.askAgain = false;
      void this.refill();
    }
  }

  /** A new ranking is there: better items come, and what was fetched under the old one goes back.
   *
   * In this order, so that a fast annotator never finds an empty screen; an item that is still
   * among the best comes back with the next refill. What was taken along stays. */
  async exchange(): Promise<void> {
    if (this.exchanging || this.isResting || this.hasTaken) return;
    this.exchanging = true;
    try {
      const next = () => replaceable(this.state.get().queue).filter((slot) => !isSpare(slot));
      const old = new Set(next().map(({ item }) => item.id));
      await this.ask(AHEAD);
      const upcoming = next();
      const stale = upcoming.filter(({ item }) => old.has(item.id));
      if (stale.length < upcoming.length) await this.giveBack(stale);
    } catch (error) {
      this.fail(error);
    } finally {
      this.exchanging = false;
    }
  }

  /** Renews the leases that are half over; an item that is lost meanwhile leaves the queue, but
   * never the screen: its answer is kept all the same. */
  renew(): Promise<void> {
    return this.leases.renew(held(this.state.get().queue), (id) => this.drop([id]));
  }

  /** As many spare items as there may be by now. */
  async settleSpare(): Promise<void> {
    if (this.isResting || this.asking || this.exchanging) return;
    const there = spares(this.state.get().queue);
    if (there.length > this.spareWanted) await this.giveBack(there.slice(this.spareWanted));
    else if (there.length < this.spareWanted) await this.refill();
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer();
    this.along.stop();
  }

  /** Leaving: what was only prefetched goes back to the colleagues. */
  async leave(): Promise<void> {
    this.stop();
    const { queue, along } = this.state.get();
    const stays = (slot: Slot) => along?.isKept === true && isTaken(slot);
    // Until the service has them back: without a network they are labelled when the tab is loaded.
    this.ports.held.write(along ? [] : held(queue));
    if (await this.giveBack(replaceable(queue).filter((slot) => !stays(slot))))
      this.ports.held.write([]);
  }

  resume(): void {
    this.stopped = false;
    this.along.endInTime();
    void this.refill();
  }

  /** Asks for as much as we hold when full, and for `more` beyond what we hold now. */
  private async ask(more = 0): Promise<void> {
    const unsent = this.ports.unsent();
    const wanted = this.wanted(unsent, more);
    const offer = await this.spare.timed(this.ports.service.assign(wanted));
    if (unsent + this.ports.unsent() === 0) this.takeAnew(offer);
    this.take(offer, more);
  }

  /** The service knows of all that was decided, and yet somebody wants one asked about again. */
  private takeAnew({ assignments }: Offer): void {
    for (const { id, item } of assignments)
      if (id > (this.decided.get(item.id) ?? Infinity)) this.decided.delete(item.id);
  }

  private get isResting(): boolean {
    return this.stopped || this.isClosed;
  }

  private get hasTaken(): boolean {
    return held(this.state.get().queue).some(isTaken);
  }

  private get isLow(): boolean {
    const { queue } = this.state.get();
    return queue.upcoming.length - spares(queue).length < AHEAD - 1;
  }

  private get spareWanted(): number {
    return this.hasTaken ? 0 : this.spare.wanted(1 + AHEAD);
  }

  private wanted(unsent: number, more = 0): Wanted {
    const { queue } = this.state.get();
    const [all, spare] = [held(queue), spares(queue)];
    const next = Math.max(1 + AHEAD, all.length - spare.length + more);
    const limit = next + Math.max(spare.length, this.spareWanted) + unsent;
    const holding = all.map(({ id }) => id).slice(0, HOLDING_AT_MOST);
    return { limit: Math.min(limit, ASK_AT_MOST), holding };
  }

  private take(offer: Offer, more = 0): void {
    if (this.isResting) return;
    this.failures = 0;
    if (!this.state.get().loaded) this.ports.held.write([]);
    const before = this.state.get().queue;
    const spare = spares(before).length;
    const queue = merge(before, offer.assignments, this.decided, {
      next: Math.max(more, 1 + AHEAD - held(before).length + spare),
      spare: Math.max(0, this.spareWanted - spare),
    });
    this.leases.note(held(queue).filter((slot) => !isTaken(slot)));
    const reason = queue.current ? null : offer.reason;
    this.change({ queue, reason, error: null, loaded: true });
    if (reason) this.lookAgain((offer.retryAfter ?? LOOK_AGAIN[reason]) * 1_000);
    // All that is offered is decided: the service hasn't heard of it yet.
    else if (!queue.current) this.lookAgain(SOON);
  }

  /** Whether the service has heard of it. */
  private async giveBack(slots: readonly Slot[]): Promise<boolean> {
    const ids = slots.map(({ id }) => id);
    this.drop(ids);
    if (ids.length === 0) return true;
    // Leases end by themselves: whatever goes wrong, nothing is lost.
    return this.ports.service.giveBack(ids).then(
      () => true,
      () => false,
    );
  }

  /** Without a network a tab goes on with what it held when it was left. */
  private goOnWithHeld(): void {
    if (this.state.get().loaded) return;
    const queue = merge(EMPTY, this.ports.held.read(), this.decided);
    if (queue.current) this.change({ queue, loaded: true });
  }

  private drop(assignments: readonly number[]): void {
    const { queue } = this.state.get();
    this.change({ queue: without(queue, new Set(assignments)) });
    this.leases.forget(assignments);
  }

  private fail(error: unknown): void {
    if (isSignedOut(error)) return this.ports.onSignedOut();
    if (this.isResting) return;
    if (isArchived(error)) return this.close("archived");
    if (error instanceof Unreachable) this.goOnWithHeld();
    this.change({ error: error instanceof Error ? error : new Error(String(error)) });
    if (isPassing(error)) this.lookAgain(pauseAfter(this.failures++));
  }

  private lookAgain(milliseconds: number): void {
    this.cancelTimer();
    this.change({ lookAgainAt: this.ports.clock.now() + milliseconds });
    this.cancelTimer = this.ports.clock.after(milliseconds, () => void this.refill());
  }

  private change(part: Partial<SupplyState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }
}
