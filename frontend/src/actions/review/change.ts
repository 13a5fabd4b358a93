import { DECIDING, isToDecide, type ReviewAction } from "./action";

/** Looks for a class by its letters, or puts another set of them together. */
export const change: ReviewAction = {
  id: "change",
  name: "Another answer",
  group: DECIDING,
  keys: ({ list }) => (list === "errors" || list === "disagreements" ? ["C"] : []),
  when: isToDecide,
  run: ({ view }) => view.change({ choosing: true }),
};
