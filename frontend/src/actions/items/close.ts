import { words } from "@/words/actions/items";
import { type ItemsAction, LOOKING } from "./action";

/** Closes what is open, then lets go of what is marked. */
export const close: ItemsAction = {
  id: "close",
  name: words.closeWhatIsOpenThen,
  group: LOOKING,
  keys: () => ["Escape"],
  when: ({ view }) => {
    const { picking, open, selection, marking } = view.get();
    return picking || marking > 0 || open !== null || selection.size > 0;
  },
  run: ({ view }) => {
    const { picking, open, marking } = view.get();
    if (picking) view.change({ picking: false });
    else if (marking > 0) view.change({ marking: 0 });
    else if (open !== null) view.change({ open: null });
    else view.change({ selection: new Set() });
  },
};
