import { words } from "@/words/actions/label";
import { type Action, hasCodes, hasItem } from "./action";

/** Opens the line that finds a class by its letters. */
export const find: Action = {
  id: "find",
  name: words.findAClass,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? ["/"] : []),
  when: hasItem,
  run: ({ view }) => view.change({ filter: "", typed: null }),
};
