import { assignKeys, DIGITS, type Key } from "@/state/keys";
import { hasRow } from "../class-buttons/suggested";
import type { Asked } from "../widget";
import type { ClassesAnswer } from "./classes-of";

const NONE: ReadonlyMap<Key, ClassesAnswer> = new Map();
let known: { classes: Asked["classes"]; keys: ReadonlyMap<Key, ClassesAnswer> } | null = null;

/** The class that each key chooses, or no longer. Asked for at every key press; the classes seldom
 * change. Where suggestions have the digits no class has any. */
export function choosingKeys(
  asked: Pick<Asked, "classes" | "suggests" | "gone">,
): ReadonlyMap<Key, ClassesAnswer> {
  if (hasRow(asked)) return NONE;
  const { classes, gone } = asked;
  if (known?.classes !== classes) {
    const keys = [...assignKeys(classes)].map(([name, key]) => [key, { classes: [name] }] as const);
    known = { classes, keys: new Map(keys) };
  }
  return gone ? withGone(known.keys, gone) : known.keys;
}

/** No key of another class moves: they have the digits that are left. */
function withGone(
  keys: ReadonlyMap<Key, ClassesAnswer>,
  gone: NonNullable<Asked["gone"]>,
): ReadonlyMap<Key, ClassesAnswer> {
  const free = DIGITS.filter((digit) => !keys.has(digit));
  const further = gone
    .slice(0, free.length)
    .map(({ name }, at) => [free[at]!, { classes: [name] }]);
  return new Map([...keys, ...(further as [Key, ClassesAnswer][])]);
}
