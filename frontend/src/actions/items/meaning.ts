import { type ItemsAction, LOOKING } from "./action";

/** To the field of the search, for what means the same in other words. */
export const meaning: ItemsAction = {
  id: "meaning",
  name: "Search by meaning",
  group: LOOKING,
  keys: () => ["M"],
  when: () => true,
  run: (context) => context.search("meaning"),
};
