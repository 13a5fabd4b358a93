import type { Action } from "./action";

/** Decides again as before the undo. */
export const redo: Action = {
  id: "redo",
  name: "Redo what was undone",
  group: "Go back",
  keys: () => ["Shift+Ctrl+Z"],
  when: ({ labelling }) => labelling.current?.undone != null,
  run: ({ labelling }) => labelling.redo(),
};
