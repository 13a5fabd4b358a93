import { type LabelUse, NO_LABELS, usedUnasked } from "@/files/labels/labels";
import type { Reading } from "@/files/read-file";
import { tableAs } from "@/files/labels/sets";
import { named } from "./classes/class-rows";
import type { Draft } from "./draft";
import { kindOf } from "./kind";

/** Whether the labels of the file are used: as was chosen, or else where they are classes and leave
 * something to label. */
export function labelsOf(draft: Draft, reading: Reading): LabelUse {
  if (draft.labels) return draft.labels;
  const table = tableAs(kindOf(draft, reading), reading.table);
  const classes = named(draft.classes).map(({ name }) => name);
  return usedUnasked(table, reading.meaning.text, classes, "some") ?? NO_LABELS;
}
