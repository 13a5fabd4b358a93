import { words } from "@/words/actions/label";
import type { Action } from "./action";

/** Decides again as before the undo. */
export const redo: Action = {
  id: "redo",
  name: words.redoWhatWasUndone,
  group: words.goBack,
  keys: () => ["Shift+Ctrl+Z"],
  when: ({ labelling }) => labelling.current?.undone != null,
  run: ({ labelling }) => labelling.redo(),
};
