import { type Action, hasItem, letter } from "./action";

/** Marks the item for whoever runs the project. */
export const flag: Action = {
  id: "flag",
  name: "Flag",
  group: "Answer",
  keys: letter("F"),
  when: hasItem,
  run: ({ labelling }) => labelling.flag(),
};
