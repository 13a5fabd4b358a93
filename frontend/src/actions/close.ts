import { words } from "@/words/actions/label";
import type { Action } from "./action";

/** Closes what is open beside the item. */
export const close: Action = {
  id: "close",
  name: words.closeWhatIsOpen,
  group: words.lookCloser,
  keys: () => ["Escape"],
  when: ({ view, preferences }) => {
    const { filter, guidelines } = view.get();
    return filter !== null || (guidelines && !preferences.get().guidelinesPinned);
  },
  run: ({ view }) =>
    view.change(view.get().filter !== null ? { filter: null } : { guidelines: false }),
};
