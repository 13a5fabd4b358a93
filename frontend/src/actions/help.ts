import { type Action, always } from "./action";

/** Shows every key. */
export const help: Action = {
  id: "help",
  name: "All keys",
  group: "Look closer",
  keys: () => ["?"],
  when: always,
  run: ({ view }) => view.change({ dialog: "keys" }),
};
