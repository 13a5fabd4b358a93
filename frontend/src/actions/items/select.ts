import { toggled } from "@/state/items/selection";
import { hasRow, type ItemsAction, LABELLING } from "./action";

/** Marks the text for a label that many get, or takes the mark back. */
export const select: ItemsAction = {
  id: "select",
  name: "Mark the text, or unmark it",
  group: LABELLING,
  keys: () => ["X"],
  when: hasRow,
  run: ({ list, view }) => {
    const { at, selection } = view.get();
    const row = list.state.get().rows[at];
    if (row) view.change({ selection: toggled(selection, row.id), anchor: at });
  },
};
