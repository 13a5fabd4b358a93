import { words } from "@/words/actions/items";
import { type ListAction, LOOKING } from "./action";

/** To the field of the search. */
export const search: ListAction = {
  id: "search",
  name: words.search,
  group: LOOKING,
  keys: () => ["/"],
  when: () => true,
  run: (context) => context.search(),
};
