import { goTo, hasRows, type ItemsAction, MOVING } from "./action";

/** To the text below. */
export const next: ItemsAction = {
  id: "next",
  name: "Next text",
  group: MOVING,
  keys: () => ["J", "ArrowDown"],
  when: hasRows,
  run: (context) => goTo(context, context.view.get().at + 1),
};
