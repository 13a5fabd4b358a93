import { withRange } from "@/state/items/selection";
import { words } from "@/words/actions/items";
import { goTo, isMarkable, type ItemsAction, LABELLING } from "./action";

const DOWN = ["Shift+J", "Shift+ArrowDown"];

/** Marks the text and the one that follows, and goes there. */
export const extend: ItemsAction = {
  id: "extend",
  name: words.markOnDownwardsOrUpwards,
  group: LABELLING,
  keys: () => [...DOWN, "Shift+K", "Shift+ArrowUp"],
  when: isMarkable,
  run: (context, key) => {
    const { list, view } = context;
    const from = view.get().at;
    goTo(context, from + (DOWN.includes(key ?? "") ? 1 : -1));
    const { at, selection } = view.get();
    view.change({ selection: withRange(selection, list.state.get().rows, from, at) });
  },
};
