import { words } from "@/words/actions/review";
import { hasRow, MOVING, type ReviewAction, workOf } from "./action";

/** Goes to the row before; K keeps a label where labels are looked at. */
export const previous: ReviewAction = {
  id: "previous",
  name: words.previous,
  group: MOVING,
  keys: ({ list }) => (list === "errors" ? ["ArrowUp"] : ["ArrowUp", "K"]),
  when: hasRow,
  run: (context) => workOf(context)?.move(-1),
};
