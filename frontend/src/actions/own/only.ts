import { LOOKING } from "@/actions/items/action";
import { words } from "@/words/own";
import type { OwnAction } from "./action";

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
