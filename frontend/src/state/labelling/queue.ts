import type { Answer, Assignment } from "../answer";

/** What was decided about an item before it was taken back. */
export type Undone = { kind: "answer"; answer: Answer } | { kind: "skip"; why?: string };

/** A place in the queue: an assignment, and what undo took back from it. */
export interface Slot extends Assignment {
  undone: Undone | null;
  /** Held for when there is no network: it comes after all that the newest ranking brings. */
  isSpare?: boolean;
  /** Taken along, until a time that is the same for all. */
  isTaken?: boolean;
}

export interface Queue {
  /** The item on the screen. */
  current: Slot | null;
  upcoming: readonly Slot[];
}

/** Some items, by their ids. */
export type Items = Pick<ReadonlySet<number>, "has">;

export const EMPTY: Queue = { current: null, upcoming: [] };

/** The queue with what the service has just offered behind what we hold.
 *
 * The service lists our open leases first, so it repeats what we hold, and also what we have
 * decided but not sent yet: `decided` items stay out. The item on the screen is never exchanged;
 * an item offered anew (its lease had ended) takes over the new lease. Of new ones the last are
 * spare, as many as are `missing` of these. */
export function merge(
  queue: Queue,
  offered: readonly Assignment[],
  decided: Items,
  missing: Missing = { next: Infinity, spare: 0 },
): Queue {
  const byItem = new Map(offered.map((assignment) => [assignment.item.id, assignment]));
  const renewed = held(queue).map((slot) => ({ ...slot, ...pick(byItem.get(slot.item.id)) }));
  const known = new Set(renewed.map((slot) => slot.item.id));
  const fresh = offered
    .filter(({ item }) => !known.has(item.id) && !decided.has(item.id))
    .map((assignment): Slot => ({ ...assignment, undone: null }));
  const next = Math.max(missing.next, fresh.length - missing.spare);
  const spare = fresh.splice(next).map((slot) => ({ ...slot, isSpare: true }));
  return inOrder([...renewed, ...fresh, ...spare]);
}

/** How many are wanted, to come next and to spare. */
export interface Missing {
  next: number;
  spare: number;
}

/** What is on the screen is first, spare ones are last. */
function inOrder([current, ...others]: readonly Slot[]): Queue {
  const [spare, upcoming] = [others.filter(isSpare), others.filter((slot) => !isSpare(slot))];
  return { current: current ? asNext(current) : null, upcoming: [...upcoming, ...spare] };
}

/** All of it, what is on the screen first. */
export function held({ current, upcoming }: Queue): Slot[] {
  return current ? [current, ...upcoming] : [...upcoming];
}

export const spares = (queue: Queue): Slot[] => queue.upcoming.filter(isSpare);

export const isSpare = (slot: Slot): boolean => slot.isSpare === true;

export const isTaken = (slot: Slot): boolean => slot.isTaken === true;

/** Those of the assignments are taken along, and no others. */
export function withTaken(queue: Queue, assignments: ReadonlySet<number>): Queue {
  return inOrder(held(queue).map((slot) => ({ ...slot, isTaken: assignments.has(slot.id) })));
}

function asNext(slot: Slot): Slot {
  return { ...slot, isSpare: false };
}

/** The oldest spare one comes next, so that none stays spare for long; or all do. */
export function withSpare(queue: Queue, all = false): Queue {
  const oldest = queue.upcoming.find(isSpare);
  const upcoming = queue.upcoming.map((slot) => (all || slot === oldest ? asNext(slot) : slot));
  return inOrder(held({ ...queue, upcoming }));
}

/** The next item moves to the screen. */
export function advance(queue: Queue): Queue {
  return inOrder(queue.upcoming);
}

/** An earlier item returns to the screen, the present one waits behind it. It may have been offered
 * again meanwhile: on another device it was taken back, too. */
export function bringBack(queue: Queue, slot: Slot): Queue {
  return { current: slot, upcoming: held(queue).filter(({ item }) => item.id !== slot.item.id) };
}

/** Leaves out prefetched items; the one on the screen stays whatever is said. */
export function without(queue: Queue, assignments: ReadonlySet<number>): Queue {
  return { ...queue, upcoming: queue.upcoming.filter((slot) => !assignments.has(slot.id)) };
}

/** Prefetched items that may go back: all but those that undo brought back. */
export function replaceable(queue: Queue): Slot[] {
  return queue.upcoming.filter((slot) => slot.undone === null);
}

/** Of a repeated offer only the lease is taken: the text on the screen must not change. */
function pick(offer: Assignment | undefined): Partial<Slot> {
  return offer ? { id: offer.id, leaseFor: offer.leaseFor } : {};
}
