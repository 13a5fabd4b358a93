import { type Action, hasItem, letter } from "./action";

/** Marks the item for whoever runs the project, or takes the mark back. */
export const flag: Action = {
  id: "flag",
  name: "Flag, or take the flag back",
  group: "Answer",
  keys: letter("F"),
  when: hasItem,
  run: ({ labelling }) => labelling.flag(),
};
