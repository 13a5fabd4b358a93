import { words } from "@/words/actions/label";
import type { Action } from "./action";

/** Takes the last decision back and shows its item again. */
export const undo: Action = {
  id: "undo",
  name: words.undo,
  group: words.goBack,
  turns: true,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ labelling }) => labelling.past.last !== undefined && !labelling.supply.isClosed,
  run: ({ labelling, view }) => {
    view.change({ filter: null });
    labelling.undo();
  },
};
