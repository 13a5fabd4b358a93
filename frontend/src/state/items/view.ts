import { createStore } from "../store";
import type { Selection } from "./selection";

/** What is looked at on the items screen. */
export interface ItemsView {
  /** The place in the list of the row that keys act on; -1 before there is one. */
  at: number;
  /** The text that the panel shows. */
  open: number | null;
  selection: Selection;
  /** Where a range began. */
  anchor: number;
  /** So many texts are being read, to be marked then; else 0. */
  marking: number;
  /** A class is looked for by its letters. */
  picking: boolean;
}

const NOTHING: ItemsView = {
  at: -1,
  open: null,
  selection: new Set(),
  anchor: -1,
  marking: 0,
  picking: false,
};

export function createItemsView(open: number | null) {
  const store = createStore<ItemsView>({ ...NOTHING, open });
  return {
    ...store,
    change: (part: Partial<ItemsView>) => store.set({ ...store.get(), ...part }),
    /** Another list is looked at. */
    leave: () => store.set(NOTHING),
  };
}

export type ItemsViewStore = ReturnType<typeof createItemsView>;
