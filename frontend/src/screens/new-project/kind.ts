import type { Reading } from "@/files/read-file";
import { hasSets } from "@/files/labels/sets";
import type { Kind } from "@/state/answer-kinds";
import type { Draft } from "./draft";

/** How many classes a text may have: as was chosen, or else as the file looks. */
export function kindOf({ kind }: Pick<Draft, "kind">, { table, meaning }: Reading): Kind {
  return kind ?? (hasSets(table, meaning.text) ? "multi_label" : "single_label");
}
