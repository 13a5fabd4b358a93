import { words } from "@/words/actions/review";
import { DECIDING, type ReviewAction, workOf } from "./action";

/** Takes the last decision of this list back. */
export const undo: ReviewAction = {
  id: "undo",
  name: words.undo,
  group: DECIDING,
  keys: ({ list }) => (list === "agreement" ? [] : ["Backspace", "Ctrl+Z"]),
  when: (context) => workOf(context)?.past.last !== undefined,
  run: (context) => workOf(context)?.undo(),
};
