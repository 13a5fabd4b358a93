import { isPassing } from "../errors";
import type { Clock } from "../clock";
import type { Slot } from "./queue";

/** Of what is held, when its lease is half over and is to be renewed. */
export class Leases {
  private readonly renewAt = new Map<number, number>();
  private readonly clock: Clock;
  private readonly ask: (assignment: number) => Promise<number | null>;

  /** `ask` renews a lease, and gives the new one; null: it had ended. */
  constructor(clock: Clock, ask: (assignment: number) => Promise<number | null>) {
    this.clock = clock;
    this.ask = ask;
  }

  note(held: readonly Slot[]): void {
    const now = this.clock.now();
    for (const { id, leaseFor } of held)
      if (!this.renewAt.has(id)) this.renewAt.set(id, now + leaseFor / 2);
  }

  forget(assignments: Iterable<number>): void {
    for (const id of assignments) this.renewAt.delete(id);
  }

  clear(): void {
    this.renewAt.clear();
  }

  /** Renews those that are half over; tells of each that is lost. */
  async renew(held: readonly Slot[], lost: (assignment: number) => void): Promise<void> {
    const now = this.clock.now();
    for (const { id } of held.filter((slot) => (this.renewAt.get(slot.id) ?? Infinity) <= now)) {
      this.renewAt.delete(id);
      try {
        const lease = await this.ask(id);
        if (lease === null) lost(id);
        else this.renewAt.set(id, now + lease / 2);
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.renewAt.set(id, now);
      }
    }
  }
}
