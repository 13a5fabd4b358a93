import { words } from "@/words/actions/review";
import { DECIDING, isToDecide, type ReviewAction } from "./action";

/** Looks for a class by its letters, or puts another set of them together. */
export const change: ReviewAction = {
  id: "change",
  name: words.anotherAnswer,
  group: DECIDING,
  keys: ({ list }) => (list === "errors" || list === "disagreements" ? ["C"] : []),
  when: isToDecide,
  run: ({ view }) => view.change({ choosing: true }),
};
