import type { Key } from "./keys";

/** Something the user can do on a screen, which is what it acts on: buttons, menus, keys and the
 * ? sheet are made from these. */
export interface ActionOn<Screen> {
  id: string;
  name: string;
  /** Its heading on the ? sheet. */
  group: string;
  /** Brings another text to the screen. */
  turns?: true;
  /** None: not in this project. */
  keys(context: Screen): readonly Key[];
  /** False: the key does nothing and the button is not offered. */
  when(context: Screen): boolean;
  run(context: Screen, key?: Key): void;
}

/** What the pressed key means on a screen; undefined when it means nothing there. */
export function meant<Screen>(
  actions: readonly ActionOn<Screen>[],
  context: Screen,
  key: Key,
): ActionOn<Screen> | undefined {
  return actions.find((action) => action.keys(context).includes(key) && action.when(context));
}
