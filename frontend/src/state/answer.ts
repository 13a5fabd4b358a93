/** An answer as the service takes it. Only its kind's widget looks inside. */
export type Answer = object;

/** An item offered to us, and until when. */
export interface Assignment {
  id: number;
  item: { id: number; text: string };
  /** By us, when it was offered. */
  flagged: boolean;
  /** Milliseconds left of the lease when it arrived; not a moment, since clocks differ. */
  leaseFor: number;
}
