import { isArchived, isPassing, isSignedOut } from "@/api/errors";
import type { Clock } from "./clock";
import type { Closed, Delivered, Offer, Reason, Service, Wanted } from "./ports";
import { pauseAfter } from "./pauses";
import {
  advance,
  bringBack,
  EMPTY,
  merge,
  type Queue,
  replaceable,
  type Slot,
  without,
} from "./queue";
import { createStore } from "./store";

export interface SupplyState {
  queue: Queue;
  /** Why there is nothing to do, and when we look again; only while nothing is on the screen. */
  reason: Reason | null;
  lookAgainAt: number | null;
  error: Error | null;
  /** The first answer of the service has come. */
  loaded: boolean;
  /** Many texts are held, for where there is no network. */
  takenAlong: boolean;
}

/** Items held beyond the one on the screen: enough to hide a slow network, few enough that the
 * newest ranking is soon on the screen, and that little is kept from colleagues and from the ranking:
 * what is handed out counts as chosen. */
const AHEAD = 5;
/** With the one on the screen, what is taken along: some minutes' worth. */
export const TAKEN_ALONG = 50;
/** The service offers no more. */
const ASK_AT_MOST = 100;
const LOOK_AGAIN: Record<Reason, number> = {
  done: 60,
  embedding: 2,
  all_leased: 10,
  paused: 15,
  archived: 15,
};

const SOON = 1_000;

interface Ports {
  service: Service;
  clock: Clock;
  /** How many decisions the service hasn't heard of: it still lists their items as open. */
  unsent(): number;
  onSignedOut(): void;
}

/** Keeps the next items at hand, renews their leases, and exchanges them for better ones. */
export class Supply {
  readonly state = createStore<SupplyState>({
    queue: EMPTY,
    reason: null,
    lookAgainAt: null,
    error: null,
    loaded: false,
    takenAlong: false,
  });
  private readonly ports: Ports;
  private readonly decided = new Set<number>();
  private readonly renewAt = new Map<number, number>();
  private asking = false;
  private askAgain = false;
  private exchanging = false;
  private failures = 0;
  private stopped = false;
  private closed: Closed | null = null;
  private cancelTimer = () => {};

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Items that an earlier visit decided without the service having heard of it. */
  leaveOut(itemIds: Iterable<number>): void {
    for (const id of itemIds) this.decided.add(id);
  }

  /** The item on the screen is decided: the next one takes its place at once.
   *
   * `isSent`: the decision is on its way by now, and brings what is wanted with it. */
  next(isSent: boolean): void {
    const { queue } = this.state.get();
    if (!queue.current) return;
    this.decided.add(queue.current.item.id);
    this.change({ queue: advance(queue) });
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
      delivered = await send(this.wanted(this.ports.unsent() - 1));
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

  /** Holds many items until that ends, or only as many as are needed where there is a network. */
  async takeAlong(takenAlong: boolean): Promise<void> {
    this.change({ takenAlong });
    if (takenAlong) return this.refill();
    await this.giveBack(replaceable(this.state.get().queue).slice(AHEAD));
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
    this.change({ queue: EMPTY, reason: why, lookAgainAt: null, error: null, loaded: true });
    this.renewAt.clear();
    for (const { id } of replaceable(queue)) void this.ports.service.release(id).catch(() => {});
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
    if (this.exchanging || this.isResting || this.state.get().takenAlong) return;
    this.exchanging = true;
    try {
      const old = new Set(replaceable(this.state.get().queue).map(({ item }) => item.id));
      await this.ask(AHEAD);
      const upcoming = replaceable(this.state.get().queue);
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
  async renew(): Promise<void> {
    const { queue } = this.state.get();
    const now = this.ports.clock.now();
    const held = [queue.current, ...queue.upcoming].filter((slot) => slot !== null);
    const due = held.filter((slot) => (this.renewAt.get(slot.id) ?? Infinity) <= now);
    for (const { id } of due) {
      this.renewAt.delete(id);
      try {
        const lease = await this.ports.service.renew(id);
        if (lease === null) this.drop([id]);
        else this.renewAt.set(id, now + lease / 2);
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.renewAt.set(id, now);
      }
    }
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer();
  }

  /** Leaving: what was only prefetched goes back to the colleagues. */
  async leave(): Promise<void> {
    this.stop();
    await this.giveBack(replaceable(this.state.get().queue)).catch(() => {});
  }

  resume(): void {
    this.stopped = false;
    void this.refill();
  }

  /** Asks for as much as we hold when full, and for `more` beyond what we hold now. */
  private async ask(more = 0): Promise<void> {
    this.take(await this.ports.service.assign(this.wanted(this.ports.unsent(), more)));
  }

  private get isResting(): boolean {
    return this.stopped || this.isClosed;
  }

  private get ahead(): number {
    return this.state.get().takenAlong ? TAKEN_ALONG - 1 : AHEAD;
  }

  private get isLow(): boolean {
    return this.state.get().queue.upcoming.length < this.ahead - 1;
  }

  private wanted(unsent: number, more = 0): Wanted {
    const { current, upcoming } = this.state.get().queue;
    const limit = Math.max(1 + this.ahead, upcoming.length + 1 + more) + unsent;
    const holding = [current, ...upcoming].flatMap((slot) => slot?.id ?? []);
    return { limit: Math.min(limit, ASK_AT_MOST), holding };
  }

  private take(offer: Offer): void {
    if (this.isResting) return;
    this.failures = 0;
    const queue = merge(this.state.get().queue, offer.assignments, this.decided);
    this.noteLeases(queue);
    const reason = queue.current ? null : offer.reason;
    this.change({ queue, reason, error: null, loaded: true });
    if (reason) this.lookAgain((offer.retryAfter ?? LOOK_AGAIN[reason]) * 1_000);
    // All that is offered is decided: the service hasn't heard of it yet.
    else if (!queue.current) this.lookAgain(SOON);
  }

  private noteLeases(queue: Queue): void {
    const now = this.ports.clock.now();
    for (const slot of [queue.current, ...queue.upcoming])
      if (slot && !this.renewAt.has(slot.id)) this.renewAt.set(slot.id, now + slot.leaseFor / 2);
  }

  private async giveBack(slots: readonly Slot[]): Promise<void> {
    this.drop(slots.map(({ id }) => id));
    await Promise.all(slots.map(({ id }) => this.ports.service.release(id)));
  }

  private drop(assignments: readonly number[]): void {
    const { queue } = this.state.get();
    this.change({ queue: without(queue, new Set(assignments)) });
    for (const id of assignments) this.renewAt.delete(id);
  }

  private fail(error: unknown): void {
    if (isSignedOut(error)) return this.ports.onSignedOut();
    if (this.isResting) return;
    if (isArchived(error)) return this.close("archived");
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
