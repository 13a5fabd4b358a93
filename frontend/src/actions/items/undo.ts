import { type ItemsAction, LABELLING } from "./action";

/** Takes the last label back, from all texts that got it together. */
export const undo: ItemsAction = {
  id: "undo",
  name: "Undo the last label, from all at once",
  group: LABELLING,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ decisions }) => decisions.state.get().past.length > 0,
  run: ({ decisions }) => decisions.undo(),
};
