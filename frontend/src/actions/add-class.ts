import { words } from "@/words/actions/label";
import { type Action, always } from "./action";

/** Opens a field for a class that nobody thought of; for who runs the project. */
export const addClass: Action = {
  id: "add-class",
  name: words.addAClass,
  group: words.answer,
  keys: ({ project }) => (project.my_role === "annotator" ? [] : ["Shift+A"]),
  when: always,
  run: ({ view }) => view.change({ dialog: "class" }),
};
