import { words } from "@/words/actions/review";
import { hasRow, MOVING, type ReviewAction, workOf } from "./action";

/** Goes to the next row. */
export const next: ReviewAction = {
  id: "next",
  name: words.next,
  group: MOVING,
  keys: () => ["ArrowDown", "J"],
  when: hasRow,
  run: (context) => workOf(context)?.move(1),
};
