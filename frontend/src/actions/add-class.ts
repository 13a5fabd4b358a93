import { type Action, always } from "./action";

/** Opens a field for a class that nobody thought of; for who runs the project. */
export const addClass: Action = {
  id: "add-class",
  name: "Add a class",
  group: "Answer",
  keys: ({ project }) => (project.my_role === "annotator" ? [] : ["Shift+A"]),
  when: always,
  run: ({ view }) => view.change({ dialog: "class" }),
};
