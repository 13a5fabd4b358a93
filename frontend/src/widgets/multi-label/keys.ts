import { assignKeys, type Key } from "@/state/keys";
import { hasRow } from "../class-buttons/suggested";
import type { Asked } from "../widget";
import type { ClassesAnswer } from "./classes-of";

const NONE: ReadonlyMap<Key, ClassesAnswer> = new Map();
let known: { classes: Asked["classes"]; keys: ReadonlyMap<Key, ClassesAnswer> } | null = null;

/** The class that each key chooses, or no longer. Asked for at every key press; the classes seldom
 * change. Where suggestions have the digits no class has any. */
export function choosingKeys(
  asked: Pick<Asked, "classes" | "suggests">,
): ReadonlyMap<Key, ClassesAnswer> {
  if (hasRow(asked)) return NONE;
  const { classes } = asked;
  if (known?.classes !== classes) {
    const keys = [...assignKeys(classes)].map(([name, key]) => [key, { classes: [name] }] as const);
    known = { classes, keys: new Map(keys) };
  }
  return known.keys;
}
