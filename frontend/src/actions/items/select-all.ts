import { isOpen } from "@/api/features";
import { length } from "@/state/items/list";
import { all, MOST_SELECTED } from "@/state/items/selection";
import { words } from "@/words/actions/items";
import { hasRows, type ItemsAction, type ItemsContext, LABELLING } from "./action";

/** Marks all texts that match, as many as change at once. Those that aren't read yet are read first:
 * what is marked is what will change. */
export const selectAll: ItemsAction = {
  id: "select-all",
  name: words.markAllThatMatch,
  group: LABELLING,
  keys: () => ["Ctrl+A"],
  when: (context) => isOpen(context.project) && hasRows(context),
  run: (context) => void markAll(context),
};

async function markAll({ list, view }: ItemsContext): Promise<void> {
  const marking = Math.min(length(list.state.get()), MOST_SELECTED);
  view.change({ marking });
  const read = await list.readFirst(marking);
  // Somebody may have thought better of it meanwhile.
  if (view.get().marking !== marking) return;
  view.change({ marking: 0 });
  if (read) view.change({ selection: all(list.state.get().rows) });
}
