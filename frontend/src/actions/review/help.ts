import { always } from "@/actions/action";
import { LOOKING, type ReviewAction } from "./action";

/** Shows every key. */
export const help: ReviewAction = {
  id: "help",
  name: "All keys",
  group: LOOKING,
  keys: () => ["?"],
  when: always,
  run: ({ view }) => view.change({ keys: true }),
};
