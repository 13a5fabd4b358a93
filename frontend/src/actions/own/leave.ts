import { LOOKING } from "@/actions/items/action";
import { words } from "@/words/own";
import type { OwnAction } from "./action";

/** Back to the labelling screen. */
export const leave: OwnAction = {
  id: "leave",
  name: words.backToLabelling,
  group: LOOKING,
  keys: () => ["Escape"],
  when: () => true,
  run: (context) => context.leave(),
};
