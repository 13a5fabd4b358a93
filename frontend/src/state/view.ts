import type { Answer } from "./answer";
import { createStore } from "./store";

/** What is open on the labelling screen besides the item. */
export interface View {
  guidelines: boolean;
  dialog: "comment" | "replies" | "class" | "skipped" | "along" | null;
  /** The letters typed to find a class; null while the filter is closed. */
  filter: string | null;
  /** The letters of a code that were typed for an item: one, or two that are none. */
  typed: { item: number; letters: string } | null;
  /** What has been put together of the answer to an item; null: nothing was pressed. */
  chosen: { item: number; answer: Answer } | null;
  /** A comment on an item that isn't sent yet. */
  written: { item: number; text: string } | null;
}

export function createView(guidelines: boolean) {
  const store = createStore<View>({
    guidelines,
    dialog: null,
    filter: null,
    typed: null,
    chosen: null,
    written: null,
  });
  return {
    ...store,
    change: (part: Partial<View>) => store.set({ ...store.get(), ...part }),
  };
}

export type ViewStore = ReturnType<typeof createView>;
