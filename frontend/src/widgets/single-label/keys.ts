import { assignKeys, type Key } from "@/state/keys";
import type { Asked } from "../widget";
import type { ClassAnswer } from "./class-of";

let known: { classes: Asked["classes"]; keys: ReadonlyMap<Key, ClassAnswer> } | null = null;

/** The answer that each key gives. Asked for at every key press; the classes seldom change. */
export function answerKeys({ classes }: Pick<Asked, "classes">): ReadonlyMap<Key, ClassAnswer> {
  if (known?.classes !== classes) {
    const keys = [...assignKeys(classes)].map(([name, key]) => [key, { class: name }] as const);
    known = { classes, keys: new Map(keys) };
  }
  return known.keys;
}
