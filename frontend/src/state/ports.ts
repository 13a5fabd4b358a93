import type { Assignment } from "./answer";
import type { Deed } from "./outbox-storage";
import type { Counts } from "./progress";

export type Reason = "done" | "embedding" | "all_leased" | "paused";

export interface Offer {
  assignments: Assignment[];
  reason: Reason | null;
  /** Seconds. */
  retryAfter: number | null;
}

/** What labelling needs of the service. */
export interface Service {
  assign(limit: number): Promise<Offer>;
  /** The new lease in milliseconds; null when it had ended. */
  renew(assignmentId: number): Promise<number | null>;
  release(assignmentId: number): Promise<void>;
  send(deed: Deed): Promise<void>;
  counts(): Promise<Counts>;
}
