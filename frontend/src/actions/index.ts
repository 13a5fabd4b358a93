import { keyOf, type KeyPress } from "@/state/keys";
import { afterLetter } from "@/state/codes";
import { type Action, hasCodes, type LabelContext } from "./action";
import { addClass } from "./add-class";
import { answer, meanings } from "./answer";
import { give } from "./choosing";
import { close } from "./close";
import { comment } from "./comment";
import { earlier } from "./earlier";
import { dropLetter, typedOf } from "./drop-letter";
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
  dropLetter,
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

/** Two letters are the code of a class, where there are more classes than digits. */
export function typeCode(context: LabelContext, press: KeyPress): boolean {
  const letter = keyOf(press) ?? "";
  const item = context.labelling.current?.item.id;
  if (!/^[A-Z]$/.test(letter) || !hasCodes(context.project) || item === undefined) return false;
  const codes = meanings(context);
  const letters = afterLetter(codes?.keys() ?? [], typedOf(context), letter);
  const given = codes?.get(letters);
  if (given) give(context, given);
  else context.view.change({ typed: { item, letters } });
  return true;
}
