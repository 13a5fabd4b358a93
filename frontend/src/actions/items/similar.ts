import { words } from "@/words/actions/items";
import { hasRow, type ItemsAction, LOOKING } from "./action";

/** Lists the texts that are most like the one one is at. */
export const similar: ItemsAction = {
  id: "similar",
  name: words.findSimilarTexts,
  group: LOOKING,
  keys: () => ["E"],
  when: hasRow,
  run: ({ list, similar: find, view }) => {
    const id = view.get().open ?? list.state.get().rows[view.get().at]?.id;
    if (id !== undefined) find(id);
  },
};
