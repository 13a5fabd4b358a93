import { keyOf, type KeyPress } from "@/state/keys";
import { change, type HuntAction, type HuntContext } from "./action";
import { no } from "./no";
import { other } from "./other";
import { undo } from "./undo";
import { yes } from "./yes";

/** Every action of the screen on which a class is looked for, in the order of the ? sheet. */
export const HUNT_ACTIONS: readonly HuntAction[] = [yes, no, other, undo];

/** Typing a letter is looking for another class. */
export function typed(context: HuntContext, press: KeyPress): boolean {
  if (!/^[A-Z0-9]$/.test(keyOf(press) ?? "") || !other.when(context)) return false;
  change(context, { filter: press.key });
  return true;
}
