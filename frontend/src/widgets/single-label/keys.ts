import { assignKeys, type Key } from "@/state/keys";
import type { Asked } from "../widget";
import type { ClassAnswer } from "./class-of";
import { hasRow } from "../class-buttons/suggested";

let known: { classes: Asked["classes"]; keys: ReadonlyMap<Key, ClassAnswer> } | null = null;
const NONE: ReadonlyMap<Key, ClassAnswer> = new Map();

/** The answer that each key gives. Asked for at every key press; the classes seldom change. Where
 * suggestions have the digits no class has any: a key must not mean now this and now that. */
export function answerKeys(
  asked: Pick<Asked, "classes" | "suggests">,
): ReadonlyMap<Key, ClassAnswer> {
  if (hasRow(asked)) return NONE;
  const { classes } = asked;
  if (known?.classes !== classes) {
    const keys = [...assignKeys(classes)].map(([name, key]) => [key, { class: name }] as const);
    known = { classes, keys: new Map(keys) };
  }
  return known.keys;
}
