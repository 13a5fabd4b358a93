import { words } from "@/words/actions/items";
import { type ItemsAction, LOOKING } from "./action";

/** To the field of the search. */
export const search: ItemsAction = {
  id: "search",
  name: words.search,
  group: LOOKING,
  keys: () => ["/"],
  when: () => true,
  run: (context) => context.search(),
};
