import { type FilterName, type Filters, narrowing } from "@/state/items/filters";
import { type Batch, type Failed, MOST_SENT } from "@/state/items/decisions";
import { count, figure, percent } from "./figures";

/** The English of the items screen: what is more than a word on a button. */

export const STATE: Record<string, string> = {
  unlabelled: "unlabelled",
  skipped: "skipped by two people",
  labelled: "labelled",
  provisional: "waiting for another answer",
  settled: "settled",
};

export const SOURCE: Record<string, string> = {
  audit: "check text",
  strategy: "chosen by the strategy",
  seed: "one of the first texts",
  overlap: "asked a second time",
  relabel: "asked again, in doubt",
  import: "label from a file",
  search: "labelled in this list",
  hunt: "labelled in a hunt",
  review: "decided in review",
};

export const NOTE: Record<string, string> = {
  flag: "flagged",
  comment: "with a comment",
  any: "with a flag or comment",
};

export const SORT: Record<string, string> = {
  ordinal: "in the order of the file",
  "-labelled_at": "labelled last first",
  confidence: "model least sure first",
  "-confidence": "model surest first",
};

type Named = (id: string) => string | undefined;

const PART: Record<FilterName, (value: string, person: Named) => string> = {
  q: (value) => `“${value}”`,
  meaning: (value) => `near “${value}” in meaning`,
  similar: (value) => `like text ${value}`,
  class: (value) => `class ${value}`,
  state: (value) => STATE[value] ?? value,
  annotator: (value, person) => `by ${person(value) ?? "somebody"}`,
  source: (value) => SOURCE[value] ?? value,
  note: (value) => NOTE[value] ?? value,
  disagreement: () => "people disagree",
  suspected: () => "the model doubts the label",
  predicted: (value) => `model says ${value}`,
  confidence_above: (value) => `model surer than ${percent(Number(value))}`,
  confidence_below: (value) => `model less sure than ${percent(Number(value))}`,
  sort: (value) => SORT[value] ?? value,
};

/** One filter as a part of the sentence that all make: "by Ann". */
export function part(name: FilterName, filters: Filters, person: Named): string {
  return PART[name](filters[name] ?? "", person);
}

/** All filters as a sentence: "class Refund · by Ann · flagged". */
export function sentence(filters: Filters, person: Named): string {
  return narrowing(filters)
    .map((name) => part(name, filters, person))
    .join(" · ");
}

/** How texts are ordered that are searched by meaning, or like another one. */
export const NEAREST_FIRST = "nearest first";

/** While a worker looks for what is near: the first time it loads its encoder. */
export const LOOKING_FOR_NEAR = "Looking for what is near…";

/** "2,140 of 12,599 texts", or how many there are where nothing is left out. */
export function howMany(total: number, all: number, filtered: boolean): string {
  return filtered ? `${figure(total)} of ${count(all, "text")}` : count(total, "text");
}

/** What was done, for the footer's undo: "Refund for 14 texts". */
export function done({ label, items, sent, decided }: Batch): string {
  const size = sent < items.length ? items.length : decided.changed;
  return `${label} for ${count(size, "text")}`;
}

/** How far a label has got that is sent in parts. */
export function saving(batch: Batch | undefined): string {
  const { sent, items } = batch ?? { sent: 0, items: [] };
  if (items.length <= MOST_SENT || sent === items.length) return "saving…";
  return `saving ${figure(sent)} of ${figure(items.length)}…`;
}

/** While the texts are read that are to be marked. */
export function readToMark(read: number, most: number): string {
  return `Reading ${figure(read)} of ${count(most, "text")}…`;
}

/** What the last label didn't reach; null when it reached all. */
export function leftOut({ decided }: Batch): string | null {
  if (decided.passed_over === 0) return null;
  return `${count(decided.passed_over, "text")} can't be labelled here now`;
}

export function failed({ what, error }: Failed, last?: Batch): string {
  const part = what === "label" && last && last.sent > 0 && last.sent < last.items.length;
  const begun = part
    ? `${figure(last.sent)} of ${figure(last.items.length)} texts have the label`
    : what === "label"
      ? "The label wasn't saved"
      : "The label wasn't taken back";
  return `${begun}. ${error.message}`;
}
