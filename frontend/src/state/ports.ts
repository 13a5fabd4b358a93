import type { Assignment } from "./answer";
import type { Given } from "./outbox/commands";
import type { Closed, Counts } from "./labelling/progress";

export type Reason = "done" | "embedding" | "all_leased" | Closed;

/** What became of an answer that asked for more. */
export interface Delivered {
  refusal: Error | null;
  next: Offer;
}

export interface Offer {
  assignments: Assignment[];
  reason: Reason | null;
  /** Seconds. */
  retryAfter: number | null;
}

/** What is asked for: so many items with those that are held, which aren't to be told again. */
export interface Wanted {
  limit: number;
  /** Assignments. */
  holding: number[];
}

/** What labelling needs of the service. */
export interface Service {
  assign(wanted: Wanted): Promise<Offer>;
  /** An answer, and in the same request what is next; a refused one doesn't keep it away. */
  answerAndNext(id: string, answer: Given, wanted: Wanted): Promise<Delivered>;
  /** The new lease in milliseconds; null when it had ended. */
  renew(assignmentId: number): Promise<number | null>;
  giveBack(assignmentIds: readonly number[]): Promise<void>;
  /** So many with those that are held, all of them kept for hours. */
  takeAlong(items: number, hours: number): Promise<Offer>;
  counts(): Promise<Counts>;
}
