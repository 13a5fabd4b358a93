/** An answer as the service takes it. Only its kind's widget looks inside. */
export type Answer = object;

/** The same for answers that mean the same: what a list names has no order. */
export const spelt = (answer: Answer | null): string | null =>
  answer &&
  JSON.stringify(answer, (_, part: unknown) => (Array.isArray(part) ? part.toSorted() : part));

/** What a model thinks likely. */
export interface Suggestion {
  class: string;
  probability: number;
}

/** A text, with the other columns of its row that the project shows beside it. */
export interface AskedItem {
  id: number;
  text: string;
  columns?: Readonly<Record<string, unknown>>;
}

/** An item offered to us, and until when. */
export interface Assignment {
  id: number;
  item: AskedItem;
  /** By us, when it was offered. */
  flagged: boolean;
  /** Likeliest first; absent in what an older page has kept on the device. */
  suggestions?: readonly Suggestion[];
  /** Milliseconds left of the lease when it arrived; not a moment, since clocks differ. */
  leaseFor: number;
}
