import { leap, next, open, previous, search } from "@/actions/items";
import { LABELLING, LOOKING } from "@/actions/items/action";
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

const one = (id: "skipped" | "flagged", name: string, key: string): OwnAction => ({
  id,
  name,
  group: LOOKING,
  keys: () => [key],
  when: () => true,
  run: ({ turn }) => turn(id),
});

/** Lists what was skipped alone, or what was flagged; once more all of it. */
export const only: readonly OwnAction[] = [
  one("skipped", words.skippedAlone, "S"),
  one("flagged", words.flaggedAlone, "F"),
];

/** Takes the last change of an answer back. */
export const undo: OwnAction = {
  id: "undo",
  name: words.undoTheLastChange,
  group: LABELLING,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ changes }) => changes.past.last !== undefined,
  run: ({ changes }) => changes.undo(),
};

/** Every action of the list of one's own answers, in the order of the ? sheet. */
export const OWN_ACTIONS: readonly OwnAction[] = [
  next,
  previous,
  leap,
  open,
  search,
  ...only,
  undo,
  leave,
];
