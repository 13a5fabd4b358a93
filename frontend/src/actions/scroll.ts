import { words } from "@/words/actions/label";
import type { Action } from "./action";

const LINE = 62;

/** Scrolls a long text without leaving the answers. */
export const scroll: Action = {
  id: "scroll",
  name: words.scrollALongText,
  group: words.lookCloser,
  keys: () => ["ArrowUp", "ArrowDown", "PageUp", "PageDown"],
  when: ({ scroller }) => {
    const box = scroller.get();
    return box !== null && box.scrollHeight > box.clientHeight;
  },
  run: ({ scroller }, key) => {
    const box = scroller.get();
    if (!box || !key) return;
    const by = key.startsWith("Page") ? box.clientHeight * 0.85 : LINE;
    box.scrollBy({ top: key.endsWith("Up") ? -by : by });
  },
};
