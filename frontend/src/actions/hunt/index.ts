import { keyOf, type KeyPress } from "@/state/keys/keys";
import { words } from "@/words/actions/hunt";
import { change, hasCandidate, type HuntAction, type HuntContext } from "./action";

/** It isn't of the class, and stays without a label. */
export const no: HuntAction = {
  id: "no",
  name: words.itIsNone,
  group: words.say,
  turns: true,
  keys: () => ["Space"],
  when: hasCandidate,
  run: ({ hunt }) => hunt.say(null),
};

/** It is of another class, which is found by typing. */
export const other: HuntAction = {
  id: "other",
  name: words.anotherClassOrType,
  group: words.say,
  keys: () => ["/"],
  when: hasCandidate,
  run: (context) => change(context, { filter: "" }),
};

/** Takes the last look back and shows its text again. */
export const undo: HuntAction = {
  id: "undo",
  name: words.undo,
  group: words.goBack,
  turns: true,
  keys: () => ["Backspace", "Ctrl+Z"],
  when: ({ hunt }) => hunt.past.last !== undefined,
  run: (context) => {
    change(context, { filter: null });
    context.hunt.undo();
  },
};

/** It is of the class, and gets its label. */
export const yes: HuntAction = {
  id: "yes",
  name: words.itIsOne,
  group: words.say,
  turns: true,
  keys: () => ["Enter"],
  when: hasCandidate,
  run: ({ hunt, target }) => hunt.say(target),
};

/** Every action of the screen on which a class is looked for, in the order of the ? sheet. */
export const HUNT_ACTIONS: readonly HuntAction[] = [yes, no, other, undo];

/** Typing a letter is looking for another class. */
export function typed(context: HuntContext, press: KeyPress): boolean {
  if (!/^[A-Z0-9]$/.test(keyOf(press) ?? "") || !other.when(context)) return false;
  change(context, { filter: press.key });
  return true;
}
