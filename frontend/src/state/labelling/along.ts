import type { Clock } from "../clock";
import type { Service } from "../ports";
import { EMPTY, type Items, isTaken, merge, replaceable, withSpare, withTaken } from "./queue";
import type { Store } from "../store";
import type { SupplyState, TakenAlong } from "./supply-state";

const AT_MOST = 200;
const NONE: ReadonlySet<number> = new Set();

interface Ports {
  service: Pick<Service, "takeAlong" | "giveBack">;
  clock: Clock;
  state: Store<SupplyState>;
  /** Items that aren't asked about again. */
  decided: Items;
  /** Items that come next, which nobody gives back. */
  ahead: number;
  /** How many decisions the service hasn't heard of. */
  unsent(): number;
  /** These assignments leave the queue. */
  drop(assignments: readonly number[]): void;
  isStopped(): boolean;
  /** What was held is held for hours now. */
  onTaken(): void;
  /** The time is over. */
  onEnd(): void;
}

/** Items taken along to where there is no network: kept for hours, and what is left given back. */
export class Along {
  private readonly ports: Ports;
  private cancelEnd = () => {};

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /** Holds so many for hours. `isKept`: the device has them when the page is opened again. */
  async take(items: number, hours: number, isKept: boolean): Promise<void> {
    const { clock, service, unsent, decided, state } = this.ports;
    const { assignments } = await service.takeAlong(Math.min(items + unsent(), AT_MOST), hours);
    const queue = merge(withSpare(state.get().queue, true), assignments, decided);
    this.ports.onTaken();
    const until = clock.now() + (assignments[0]?.leaseFor ?? 0);
    this.change({
      queue: withTaken(queue, new Set(assignments.map(({ id }) => id))),
      along: assignments.length > 0 ? { until, isKept } : null,
    });
    this.endInTime();
  }

  /** What an earlier visit took along is there before the service answers, or without it. */
  restore({ slots, until }: TakenAlong): void {
    const queue = merge(EMPTY, slots, this.ports.decided);
    this.change({ queue, along: { until, isKept: true }, loaded: true });
  }

  /** What is left of it goes back at once, but for what comes next. */
  async giveBack(): Promise<void> {
    const { state, service, ahead, drop } = this.ports;
    const left = replaceable(state.get().queue).filter(isTaken).slice(ahead);
    const ids = left.map(({ id }) => id);
    if (ids.length > 0) await service.giveBack(ids);
    drop(ids);
    this.forget();
  }

  /** Once the time is over others get what was taken along, but for the text on the screen. */
  endInTime(): void {
    this.cancelEnd();
    const { state, clock, drop, isStopped, onEnd } = this.ports;
    const { along, queue } = state.get();
    if (!along || isStopped()) return;
    const left = along.until - clock.now();
    if (left > 0) {
      this.cancelEnd = clock.after(left, () => this.endInTime());
      return;
    }
    drop(queue.upcoming.filter(isTaken).map(({ id }) => id));
    this.forget();
    onEnd();
  }

  stop(): void {
    this.cancelEnd();
  }

  private forget(): void {
    this.change({ queue: withTaken(this.ports.state.get().queue, NONE), along: null });
  }

  private change(part: Partial<SupplyState>): void {
    const { state } = this.ports;
    state.set({ ...state.get(), ...part });
  }
}
