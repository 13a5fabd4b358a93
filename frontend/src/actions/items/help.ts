import { words } from "@/words/actions/items";
import { type ItemsAction, LOOKING } from "./action";

/** Shows every key. */
export const help: ItemsAction = {
  id: "help",
  name: words.allKeys,
  group: LOOKING,
  keys: () => ["?"],
  when: () => true,
  run: ({ view }) => view.change({ keys: true }),
};
