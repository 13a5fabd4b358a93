import { words } from "@/words/actions/items";
import { hasRow, type ListAction, LOOKING } from "./action";

/** Shows the whole text with all that is known of it, or puts it away. */
export const open: ListAction = {
  id: "open",
  name: words.openTheTextOrCloseIt,
  group: LOOKING,
  keys: () => ["Enter"],
  when: hasRow,
  run: ({ list, view }) => {
    const id = list.state.get().rows[view.get().at]?.id ?? null;
    view.change({ open: view.get().open === id ? null : id });
  },
};
