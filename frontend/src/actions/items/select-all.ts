import { all, MOST_SELECTED } from "@/state/items/selection";
import { hasRows, type ItemsAction, LABELLING } from "./action";

/** Marks all texts that match, as many as change at once. Those that aren't read yet are read first:
 * what is marked is what will change. */
export const selectAll: ItemsAction = {
  id: "select-all",
  name: "Mark all that match",
  group: LABELLING,
  keys: () => ["Ctrl+A"],
  when: hasRows,
  run: ({ list, view }) => {
    const mark = () => view.change({ selection: all(list.state.get().rows) });
    const asked = list.state.get().filters;
    const enough = () => {
      const { rows, complete, filters, error } = list.state.get();
      return complete || rows.length >= MOST_SELECTED || filters !== asked || error !== null;
    };
    if (enough()) return mark();
    list.need(MOST_SELECTED);
    const stop = list.state.subscribe(() => {
      if (!enough()) return;
      stop();
      if (list.state.get().filters === asked) mark();
    });
  },
};
