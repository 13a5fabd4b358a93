import type { Action } from "./action";

/** Takes the last decision back and shows its item again. */
export const undo: Action = {
  id: "undo",
  name: "Undo",
  group: "Go back",
  turns: true,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ labelling }) => labelling.state.get().past.length > 0,
  run: ({ labelling, view }) => {
    view.change({ filter: null });
    labelling.undo();
  },
};
