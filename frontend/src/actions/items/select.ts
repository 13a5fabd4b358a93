import { toggled } from "@/state/items/selection";
import { words } from "@/words/actions/items";
import { isMarkable, type ItemsAction, LABELLING } from "./action";

/** Marks the text for a label that many get, or takes the mark back. */
export const select: ItemsAction = {
  id: "select",
  name: words.markTheTextOrUnmarkIt,
  group: LABELLING,
  keys: () => ["X"],
  when: isMarkable,
  run: ({ list, view }) => {
    const { at, selection } = view.get();
    const row = list.state.get().rows[at];
    if (row) view.change({ selection: toggled(selection, row.id), anchor: at });
  },
};
