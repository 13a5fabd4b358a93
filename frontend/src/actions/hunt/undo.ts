import { words } from "@/words/actions/hunt";
import { change, type HuntAction } from "./action";

/** Takes the last look back and shows its text again. */
export const undo: HuntAction = {
  id: "undo",
  name: words.undo,
  group: words.goBack,
  turns: true,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ hunt }) => hunt.past.last !== undefined,
  run: (context) => {
    change(context, { filter: null });
    context.hunt.undo();
  },
};
