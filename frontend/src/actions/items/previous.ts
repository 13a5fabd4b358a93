import { words } from "@/words/actions/items";
import { goTo, hasRows, type ListAction, MOVING } from "./action";

/** To the text above. */
export const previous: ListAction = {
  id: "previous",
  name: words.previousText,
  group: MOVING,
  keys: () => ["K", "ArrowUp"],
  when: hasRows,
  run: (context) => goTo(context, context.view.get().at - 1),
};
