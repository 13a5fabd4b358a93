import { words } from "@/words/actions/items";
import { goTo, hasRows, type ItemsAction, MOVING } from "./action";

/** To the text below. */
export const next: ItemsAction = {
  id: "next",
  name: words.nextText,
  group: MOVING,
  keys: () => ["J", "ArrowDown"],
  when: hasRows,
  run: (context) => goTo(context, context.view.get().at + 1),
};
