import { type Action, hasItem, letter } from "./action";

/** Opens a field for a note on the item. */
export const comment: Action = {
  id: "comment",
  name: "Comment",
  group: "Answer",
  keys: letter("C"),
  when: hasItem,
  run: ({ view }) => view.change({ dialog: "comment" }),
};
