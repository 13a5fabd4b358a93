import { words } from "@/words/actions/label";
import { type Action, always } from "./action";

/** Shows every key. */
export const help: Action = {
  id: "help",
  name: words.allKeys,
  group: words.lookCloser,
  keys: () => ["?"],
  when: always,
  run: ({ view }) => view.change({ dialog: "keys" }),
};
