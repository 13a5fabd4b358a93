import { words } from "@/words/actions/items";
import { goTo, hasRows, type ListAction, MOVING } from "./action";

const FAR = 15;
const BY: Record<string, number> = {
  PageDown: FAR,
  PageUp: -FAR,
  Home: -Infinity,
  End: Infinity,
};

/** Many texts further, or to the first or the last. */
export const leap: ListAction = {
  id: "leap",
  name: words.manyTextsFurtherFirst,
  group: MOVING,
  keys: () => Object.keys(BY),
  when: hasRows,
  run: (context, key) => goTo(context, context.view.get().at + (BY[key ?? ""] ?? 0)),
};
