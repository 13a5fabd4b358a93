import { words } from "@/words/actions/label";
import { type Action, always, letter } from "./action";

/** Opens or closes the guidelines beside the text. */
export const guidelines: Action = {
  id: "guidelines",
  name: words.guidelines,
  group: words.lookCloser,
  keys: letter("G"),
  when: always,
  run: ({ view }) => view.change({ guidelines: !view.get().guidelines }),
};
