import { assignKeys, type Key } from "@/state/keys";
import type { Asked } from "../widget";
import type { ClassesAnswer } from "./classes-of";

let known: { classes: Asked["classes"]; keys: ReadonlyMap<Key, ClassesAnswer> } | null = null;

/** The class that each key chooses, or no longer. Asked for at every key press; the classes seldom
 * change. */
export function choosingKeys({ classes }: Pick<Asked, "classes">): ReadonlyMap<Key, ClassesAnswer> {
  if (known?.classes !== classes) {
    const keys = [...assignKeys(classes)].map(([name, key]) => [key, { classes: [name] }] as const);
    known = { classes, keys: new Map(keys) };
  }
  return known.keys;
}
