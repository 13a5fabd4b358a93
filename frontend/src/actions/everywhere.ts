import { bound, sheet } from "@/state/keys/bound";
import { words } from "@/words/terms/keys";
import type { ActionOn } from "@/state/keys/action";
import { always } from "./action";

/** Shows every key that works where one is. */
export const help: ActionOn<unknown> = {
  id: "help",
  name: words.allKeys,
  group: words.everywhere,
  keys: () => ["?"],
  when: always,
  run: () => sheet.set(bound()),
};

/** Menus and boxes hear it themselves. */
const close: ActionOn<unknown> = {
  id: "close",
  name: words.closeWhatIsOpen,
  group: words.everywhere,
  keys: () => ["Escape"],
  when: () => false,
  run: () => {},
};

/** What works on every screen. */
export const EVERYWHERE_ACTIONS: readonly ActionOn<unknown>[] = [help, close];
