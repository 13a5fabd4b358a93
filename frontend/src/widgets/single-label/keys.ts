import { assignKeys, codesOf, type Key } from "@/state/keys/keys";
import type { Asked } from "../widget";
import type { ClassAnswer } from "./class-of";
import { hasRow } from "../class-buttons/suggested";

let known: { asked: unknown; row: boolean; keys: ReadonlyMap<Key, ClassAnswer> } | null = null;

/** The answer that each key gives, or each code. Asked for at every key press; the classes seldom
 * change. Where suggestions have the digits no class has any: a key must not mean now this and now
 * that. */
export function answerKeys(
  asked: Pick<Asked, "classes" | "suggests">,
): ReadonlyMap<Key, ClassAnswer> {
  const { classes } = asked;
  const row = hasRow(asked);
  if (known?.asked !== classes || known.row !== row) {
    const named = [...(row ? [] : assignKeys(classes)), ...codesOf(classes)];
    const keys = new Map(named.map(([name, key]) => [key, { class: name }]));
    known = { asked: classes, row, keys };
  }
  return known.keys;
}
