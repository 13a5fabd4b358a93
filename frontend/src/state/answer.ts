/** An answer as the service takes it: the name of a class. */
export interface Answer {
  class: string;
}

export interface Suggestion {
  answer: Answer;
  confidence: number;
}

/** An item offered to us, and until when. */
export interface Assignment {
  id: number;
  item: { id: number; text: string };
  suggestion: Suggestion | null;
  /** By us, when it was offered. */
  flagged: boolean;
  /** Milliseconds left of the lease when it arrived; not a moment, since clocks differ. */
  leaseFor: number;
}

export function sameAnswer(one: Answer | null, other: Answer | null): boolean {
  return one?.class === other?.class;
}
