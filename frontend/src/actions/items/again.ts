import { words } from "@/words/actions/items";
import { type ItemsAction, LOOKING } from "./action";

/** Reads the list again, with what others have done since. */
export const again: ItemsAction = {
  id: "again",
  name: words.readTheListAgain,
  group: LOOKING,
  keys: () => ["Shift+R"],
  when: () => true,
  run: ({ list }) => list.open(list.state.get().filters),
};
