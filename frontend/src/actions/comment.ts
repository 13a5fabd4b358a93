import { words } from "@/words/actions/label";
import { type Action, hasItem, letter } from "./action";

/** Opens a field for a note on the item. */
export const comment: Action = {
  id: "comment",
  name: words.comment,
  group: words.answer,
  keys: letter("C"),
  when: hasItem,
  run: ({ view }) => view.change({ dialog: "comment" }),
};
