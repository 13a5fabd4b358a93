import { type KeyboardEvent, useEffectEvent, useLayoutEffect } from "react";
import { bind, type Bound, FIELD } from "@/state/keys/bound";
import { type Key, keyOf } from "@/state/keys/keys";
import { words } from "@/words/terms/keys";

/** Keys of a field, or of something else that has the focus. */
export interface FieldKeys extends Bound {
  /** False: the key is the browser's after all. */
  run(key: Key, event: KeyboardEvent): boolean | void;
}

/** Hears keys where the focus is, and has them on the ? sheet: the handler of `onKeyDown`. */
export function useFieldKeys(list: readonly FieldKeys[]): (event: KeyboardEvent) => void {
  const current = useEffectEvent(() => list);
  // From the first frame on: the sheet may be called for at once.
  useLayoutEffect(() => bind(FIELD, () => current()), []);
  return (event) => {
    if (event.nativeEvent.isComposing) return;
    const key = keyOf(event.nativeEvent);
    const found = key !== null && list.find(({ keys }) => keys.includes(key));
    if (found && found.run(key, event) !== false) event.preventDefault();
  };
}

/** Of a field of one line: Enter saves, Escape leaves all as it was. */
export function useSavingKeys(save: () => void, leave: () => void) {
  const group = words.inAField;
  return useFieldKeys([
    { id: "save", name: words.save, group, keys: ["Enter"], run: save },
    { id: "leave", name: words.leave, group, keys: ["Escape"], run: leave },
  ]);
}

/** What Alt and an arrow move up or down. */
export function useMovingKeys(name: string, move: (by: 1 | -1) => void) {
  const keys = ["Alt+ArrowUp", "Alt+ArrowDown"];
  const run = (key: Key) => move(key === "Alt+ArrowUp" ? -1 : 1);
  return useFieldKeys([{ id: `move ${name}`, name, group: words.inAField, keys, run }]);
}
