import { words } from "@/words/actions/label";
import { type Action, hasItem, letter } from "./action";

/** Marks the item for whoever runs the project, or takes the mark back. */
export const flag: Action = {
  id: "flag",
  name: words.flagOrTakeTheFlagBack,
  group: words.answer,
  keys: letter("F"),
  when: hasItem,
  run: ({ labelling }) => labelling.flag(),
};
