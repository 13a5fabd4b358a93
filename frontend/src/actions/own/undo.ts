import { LABELLING } from "@/actions/items/action";
import { words } from "@/words/own";
import type { OwnAction } from "./action";

/** Takes the last change of an answer back. */
export const undo: OwnAction = {
  id: "undo",
  name: words.undoTheLastChange,
  group: LABELLING,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ changes }) => changes.past.last !== undefined,
  run: ({ changes }) => changes.undo(),
};
