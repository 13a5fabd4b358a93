import { type Action, hasItem } from "./action";

/** Leaves the item to someone else. */
export const skip: Action = {
  id: "skip",
  name: "Skip",
  group: "Answer",
  turns: true,
  keys: () => ["Space"],
  when: hasItem,
  run: ({ labelling, view }) => {
    view.change({ filter: null });
    labelling.skip();
  },
};
