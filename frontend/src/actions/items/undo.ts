import { words } from "@/words/actions/items";
import { type ItemsAction, LABELLING } from "./action";

/** Takes the last label back, from all texts that got it together. */
export const undo: ItemsAction = {
  id: "undo",
  name: words.undoTheLastLabelFromAll,
  group: LABELLING,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ decisions }) => decisions.past.last !== undefined,
  run: ({ decisions }) => decisions.undo(),
};
