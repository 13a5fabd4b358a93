import { keyOf, type KeyPress } from "@/state/keys";
import { type Action, type LabelContext, meant, searchesByLetter } from "./action";
import { addClass } from "./add-class";
import { answer } from "./answer";
import { close } from "./close";
import { comment } from "./comment";
import { find } from "./find";
import { flag } from "./flag";
import { guidelines } from "./guidelines";
import { help } from "./help";
import { redo } from "./redo";
import { save } from "./save";
import { scroll } from "./scroll";
import { skip } from "./skip";
import { suggestion } from "./suggestion";
import { larger, smaller } from "./text-size";
import { undo } from "./undo";

/** Every action of the labelling screen, in the order of the ? sheet. */
export const ACTIONS: readonly Action[] = [
  answer,
  save,
  suggestion,
  find,
  skip,
  flag,
  comment,
  addClass,
  undo,
  redo,
  guidelines,
  scroll,
  larger,
  smaller,
  help,
  close,
];

/** Runs what the pressed key means; false when it means nothing here. */
export function runKey(context: LabelContext, press: KeyPress): boolean {
  const key = keyOf(press);
  if (key === null) return false;
  const action = meant(ACTIONS, context, key);
  if (action) {
    action.run(context, key);
    return true;
  }
  return openFilter(context, key);
}

/** Typing a letter is looking for a class, where there are more than keys. */
function openFilter(context: LabelContext, key: string): boolean {
  const looks = /^[A-Z]$/.test(key) && searchesByLetter(context.project) && find.when(context);
  if (!looks) return false;
  context.view.change({ filter: key.toLowerCase() });
  return true;
}
