import { keyOf, type KeyPress } from "@/state/keys";
import { meant } from "../action";
import { change, type HuntAction, type HuntContext } from "./action";
import { help } from "./help";
import { no } from "./no";
import { other } from "./other";
import { undo } from "./undo";
import { yes } from "./yes";

/** Every action of the screen on which a class is looked for, in the order of the ? sheet. */
export const HUNT_ACTIONS: readonly HuntAction[] = [yes, no, other, undo, help];

/** Runs what the pressed key means; false when it means nothing here. */
export function runHuntKey(context: HuntContext, press: KeyPress): boolean {
  const key = keyOf(press);
  if (key === null) return false;
  const action = meant(HUNT_ACTIONS, context, key);
  if (action) action.run(context, key);
  // Typing a letter is looking for another class.
  else if (/^[A-Z0-9]$/.test(key) && other.when(context)) change(context, { filter: press.key });
  else return false;
  return true;
}
