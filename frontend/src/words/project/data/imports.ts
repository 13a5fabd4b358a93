import type { Import } from "@/api/project";
import { ago, count, figure } from "@/words/figures";

const HOW = {
  texts: "Choose the right column as you add the file.",
  labels: "Is that the column with the labels? Choose another as you add the file.",
  create: "; “Create classes from the labels” adds it as you add the file",
  several: '; if it means several classes, write them as a list: ["one", "two"]',
  fold: " with “Ignore case” as you add the file",
  header: " Say what the first line is as you add the file.",
  surplus: "keep them as part of it as you add the file again.",
  use: ", with “Use the labels in this file”.",
  encoding: ", or choose its encoding as you add it.",
} as const;

/** A count of an import; one that can be looked into says which rows it is about. */
export interface Part {
  words: string;
  look?: "rejected" | "conflicts" | "warnings";
}

export const called = ({ file_name }: Import): string => file_name ?? "Texts from a program";

/** What a row is called by its number: an array and a table of Parquet have no lines. */
export const rowNoun = ({ file_name }: Pick<Import, "file_name">): string =>
  /\.(json|parquet)(\.gz)?$/i.test(file_name ?? "") ? "Row" : "Line";

/** What the service tells programs to do, as it is done here. */
const HERE: readonly [programs: RegExp, here: string][] = [
  [/(Rename a column, or n|N)ame the text column with `text=`\./, HOW.texts],
  [/Name the right one with `\w+=`\./, HOW.texts],
  [/Is that the column with the answer\? `label=` names another\./, HOW.labels],
  [/; `create_classes=true` adds it/, HOW.create],
  [/; if it means several classes, send `separator=.`/, HOW.several],
  [/ with `fold_case=true`/, HOW.fold],
  [/ If line 1 is a row like the others, send `header=none`\./, HOW.header],
  [/ Send `header=none` and leave out.*$/, HOW.header],
  [/send the file again with `surplus=text`\./, HOW.surplus],
  [/ with `labels=import`(?: and `create_classes=true`)?; `labels=ignore` says.*$/, HOW.use],
  [/, or, where quotation marks are only letters, send the file with quoting=.*$/, "."],
  [/, or name its encoding: charset=.*$/, HOW.encoding],
];

/** Why a row or a file was refused, or warned of. */
export const refusal = (detail: string): string =>
  HERE.reduce((said, [programs, here]) => said.replace(programs, here), detail);

/** What came in, and what became of it; nothing is said of what there is none of. */
export function counts(one: Import): Part[] {
  const parts: Part[] = [
    { words: count(one.received, "row") },
    { words: `${figure(one.inserted)} new` },
  ];
  if (one.duplicates > 0) parts.push({ words: count(one.duplicates, "duplicate") });
  if (one.labelled > 0) parts.push({ words: count(one.labelled, "label") });
  if (one.rejected > 0) parts.push({ words: `${figure(one.rejected)} left out`, look: "rejected" });
  if (one.conflicts > 0) parts.push({ words: count(one.conflicts, "conflict"), look: "conflicts" });
  const { length } = one.warnings;
  if (length > 0) parts.push({ words: count(length, "warning"), look: "warnings" });
  return parts;
}

/** Where an import stands, beside its name; null while that goes without saying. */
export function standing(one: Import): string | null {
  if (one.state === "running") return "reading";
  if (one.state === "failed") return "couldn't be read";
  if (one.state === "reverted") return "taken back";
  return one.role === "evaluation" ? "test set" : null;
}

export const when = (one: Import, now: number): string =>
  ago(one.finished_at ?? one.created_at, now);

/** What happens when an import is taken back. */
export function consequence(one: Import): string {
  if (one.role === "evaluation")
    return "It is no longer used to measure. Earlier points of the curve keep their figure.";
  const texts =
    one.inserted === 1 ? "Its 1 new text leaves" : `Its ${figure(one.inserted)} new texts leave`;
  const labels =
    one.labelled > 0 ? `, with the ${count(one.labelled, "label")} that came in the file` : "";
  return `${texts} the project${labels}. Texts that are also in another file stay. Add the file again to undo this.`;
}
