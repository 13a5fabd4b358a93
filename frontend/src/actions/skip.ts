import { words } from "@/words/actions/label";
import { type Action, hasItem } from "./action";

/** Leaves the item to someone else. */
export const skip: Action = {
  id: "skip",
  name: words.skip,
  group: words.answer,
  turns: true,
  keys: () => ["Space"],
  when: hasItem,
  run: ({ labelling, view }) => {
    view.change({ filter: null });
    labelling.skip();
  },
};
