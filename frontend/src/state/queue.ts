import type { Answer, Assignment } from "./answer";

/** What was decided about an item before it was taken back. */
export type Undone = { kind: "answer"; answer: Answer } | { kind: "skip" };

/** A place in the queue: an assignment, and what undo took back from it. */
export interface Slot extends Assignment {
  undone: Undone | null;
}

export interface Queue {
  /** The item on the screen. */
  current: Slot | null;
  upcoming: readonly Slot[];
}

export const EMPTY: Queue = { current: null, upcoming: [] };

/** The queue with what the service has just offered behind what we hold.
 *
 * The service lists our open leases first, so it repeats what we hold, and also what we have
 * decided but not sent yet: `decided` items stay out. The item on the screen is never exchanged;
 * an item offered anew (its lease had ended) takes over the new lease. */
export function merge(
  queue: Queue,
  offered: readonly Assignment[],
  decided: ReadonlySet<number>,
): Queue {
  const held = [queue.current, ...queue.upcoming].filter((slot) => slot !== null);
  const byItem = new Map(offered.map((assignment) => [assignment.item.id, assignment]));
  const renewed = held.map((slot) => ({ ...slot, ...pick(byItem.get(slot.item.id)) }));
  const known = new Set(held.map((slot) => slot.item.id));
  const fresh = offered
    .filter(({ item }) => !known.has(item.id) && !decided.has(item.id))
    .map((assignment) => ({ ...assignment, undone: null }));
  const [current = null, ...upcoming] = [...renewed, ...fresh];
  return { current, upcoming };
}

/** The next item moves to the screen. */
export function advance(queue: Queue): Queue {
  const [current = null, ...upcoming] = queue.upcoming;
  return { current, upcoming };
}

/** An earlier item returns to the screen, the present one waits behind it. It may have been offered
 * again meanwhile: on another device it was taken back, too. */
export function bringBack(queue: Queue, slot: Slot): Queue {
  const held = queue.current ? [queue.current, ...queue.upcoming] : queue.upcoming;
  return { current: slot, upcoming: held.filter(({ item }) => item.id !== slot.item.id) };
}

/** Leaves out prefetched items; the one on the screen stays whatever is said. */
export function without(queue: Queue, assignments: ReadonlySet<number>): Queue {
  return { ...queue, upcoming: queue.upcoming.filter((slot) => !assignments.has(slot.id)) };
}

/** Prefetched items that a new ranking may replace: all but those that undo brought back. */
export function replaceable(queue: Queue): Slot[] {
  return queue.upcoming.filter((slot) => slot.undone === null);
}

/** Of a repeated offer only the lease is taken: the text on the screen must not change. */
function pick(offer: Assignment | undefined): Partial<Slot> {
  return offer ? { id: offer.id, leaseFor: offer.leaseFor } : {};
}
