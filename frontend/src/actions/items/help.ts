import { type ItemsAction, LOOKING } from "./action";

/** Shows every key. */
export const help: ItemsAction = {
  id: "help",
  name: "All keys",
  group: LOOKING,
  keys: () => ["?"],
  when: () => true,
  run: ({ view }) => view.change({ keys: true }),
};
