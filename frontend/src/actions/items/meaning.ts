import { words } from "@/words/actions/items";
import { type ItemsAction, LOOKING } from "./action";

/** To the field of the search, for what means the same in other words. */
export const meaning: ItemsAction = {
  id: "meaning",
  name: words.searchByMeaning,
  group: LOOKING,
  keys: () => ["M"],
  when: () => true,
  run: (context) => context.search("meaning"),
};
