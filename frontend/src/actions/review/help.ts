import { always } from "@/actions/action";
import { words } from "@/words/actions/review";
import { LOOKING, type ReviewAction } from "./action";

/** Shows every key. */
export const help: ReviewAction = {
  id: "help",
  name: words.allKeys,
  group: LOOKING,
  keys: () => ["?"],
  when: always,
  run: ({ view }) => view.change({ keys: true }),
};
