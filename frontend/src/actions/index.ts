import { keyOf, type KeyPress } from "@/state/keys";
import { type Action, type LabelContext, searchesByLetter } from "./action";
import { addClass } from "./add-class";
import { answer } from "./answer";
import { close } from "./close";
import { comment } from "./comment";
import { earlier } from "./earlier";
import { find } from "./find";
import { flag } from "./flag";
import { guidelines } from "./guidelines";
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
  earlier,
  guidelines,
  scroll,
  larger,
  smaller,
  close,
];

/** Typing a letter is looking for a class, where there are more than keys. */
export function openFilter(context: LabelContext, press: KeyPress): boolean {
  const key = keyOf(press) ?? "";
  const looks = /^[A-Z]$/.test(key) && searchesByLetter(context.project) && find.when(context);
  if (!looks) return false;
  context.view.change({ filter: key.toLowerCase() });
  return true;
}
