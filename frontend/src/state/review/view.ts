import { createStore, type Store } from "../store";

/** What is open on the review screen, beside its lists. */
export interface ReviewView {
  /** A class is looked for, by typing. */
  choosing: boolean;
  /** A reply is written. */
  replying: boolean;
}

export interface ReviewViewStore extends Store<ReviewView> {
  change(part: Partial<ReviewView>): void;
}

export function createReviewView(): ReviewViewStore {
  const store = createStore<ReviewView>({ choosing: false, replying: false });
  return { ...store, change: (part) => store.set({ ...store.get(), ...part }) };
}
