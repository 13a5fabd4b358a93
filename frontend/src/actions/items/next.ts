import { words } from "@/words/actions/items";
import { goTo, hasRows, type ListAction, MOVING } from "./action";

/** To the text below. */
export const next: ListAction = {
  id: "next",
  name: words.nextText,
  group: MOVING,
  keys: () => ["J", "ArrowDown"],
  when: hasRows,
  run: (context) => goTo(context, context.view.get().at + 1),
};
