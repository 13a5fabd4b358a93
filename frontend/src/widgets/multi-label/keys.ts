import { assignKeys, codesOf, DIGITS, type Key } from "@/state/keys/keys";
import { hasRow } from "../class-buttons/suggested";
import type { Asked } from "../widget";
import type { ClassesAnswer } from "./classes-of";

let known: { asked: unknown; row: boolean; keys: ReadonlyMap<Key, ClassesAnswer> } | null = null;

/** The class that each key or code chooses, or no longer. Asked for at every key press; the classes seldom
 * change. Where suggestions have the digits no class has any. */
export function choosingKeys(
  asked: Pick<Asked, "classes" | "suggests" | "gone">,
): ReadonlyMap<Key, ClassesAnswer> {
  const { classes, gone } = asked;
  const row = hasRow(asked);
  if (known?.asked !== classes || known.row !== row) {
    const named = [...(row ? [] : assignKeys(classes)), ...codesOf(classes)];
    known = {
      asked: classes,
      row,
      keys: new Map(named.map(([n, key]) => [key, { classes: [n] }])),
    };
  }
  return gone && !row ? withGone(known.keys, gone) : known.keys;
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
