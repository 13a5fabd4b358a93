import { DECIDING, isToDecide, type ReviewAction } from "./action";

/** Looks for a class by its letters. */
export const change: ReviewAction = {
  id: "change",
  name: "Another class, by typing",
  group: DECIDING,
  keys: ({ list }) => (list === "errors" || list === "disagreements" ? ["C"] : []),
  when: isToDecide,
  run: ({ view }) => view.change({ choosing: true }),
};
