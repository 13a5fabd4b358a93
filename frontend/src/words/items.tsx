import { spoken } from "./terms/class-names";
import type { ReactNode } from "react";
import { count, figure, percent, plural } from "./figures";
import type { FilterName } from "@/state/items/filters";
import { rowNoun } from "./project/data/imports";
import type { Batch } from "@/state/items/decisions";

/** The English of the items screen: what is more than a word on a button. */

export const STATE: Record<string, string> = {
  unlabelled: "unlabelled",
  skipped: "skipped by two people",
  excluded: "excluded",
  labelled: "labelled",
  provisional: "waiting for another answer",
  settled: "settled",
};

export const SOURCE: Record<string, string> = {
  audit: "audit text",
  strategy: "text picked by the strategy",
  seed: "one of the first texts",
  overlap: "asked a second time",
  relabel: "asked again because of doubt",
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
  ordinal: "file order",
  "-labelled_at": "newest label first",
  confidence: "least confident first",
  "-confidence": "most confident first",
};

/** The head of each column. */
export const COLUMN = {
  label: "Label",
  model: "Model",
  notes: "Notes",
  who: "People",
  when: "When",
  state: "State",
  why: "Why asked",
  agreement: "Agreement",
  id: "Your id",
} as const;

/** How alike the texts of a group are, by hundredths of the cosine. */
export const LIKENESS = { 98: "nearly the same", 95: "very alike", 90: "alike" } as const;

type Named = (id: string) => string | undefined;

const PART: Record<FilterName, (value: string, person: Named) => string> = {
  q: (value) => `“${value}”`,
  meaning: (value) => `near “${value}” in meaning`,
  similar: (value) => `like text ${value}`,
  copies: () => "alike",
  map: (value) => (value === "all" ? "on the map" : "in an area of the map"),
  class: (value) => `class ${spoken(value)}`,
  state: (value) => STATE[value] ?? value,
  annotator: (value, person) => `by ${person(value) ?? "somebody"}`,
  source: (value) => SOURCE[value] ?? value,
  note: (value) => NOTE[value] ?? value,
  disagreement: () => "people disagree",
  mixed: (value) => `some people said ${spoken(value)}`,
  suspected: () => "the model doubts the label",
  audit: () => "counts for the accuracy",
  predicted: (value) => `model says ${spoken(value)}`,
  confidence_above: (value) => `model over ${percent(Number(value))} confident`,
  confidence_below: (value) => `model under ${percent(Number(value))} confident`,
  sort: (value) => SORT[value] ?? value,
};

/** One value of a filter as a part of the sentence that all make: "by Ann". */
export const partOf = (name: FilterName, value: string, person: Named): string =>
  PART[name](value, person);

/** Between the values of one filter. */
export const OR = " or ";

/** How texts are ordered in which words are looked for: "oil" before "turmoil". */
export const WHOLE_WORDS_FIRST = "whole words first";

/** How texts are ordered that are searched by meaning, or like another one. */
export const NEAREST_FIRST = "nearest first";

/** While a worker searches: the first time it loads its encoder. */
export const SEARCHING = "Searching by meaning…";

/** How many texts are listed, and how many are hidden because they may be audit texts soon. `kept`: how many they are; null: nobody counts those of a filter. */
export function howMany(total: number, kept: number | null, filtered: boolean): string {
  const found = `${count(total, "text")}${filtered ? " found" : ""}`;
  if (kept === 0) return found;
  if (kept === null) return `${found} · possible audit texts are hidden`;
  return `${found} · ${figure(kept)} hidden: ${kept === 1 ? "it" : "they"} may be audit texts`;
}

/** What was done, for the footer's undo: "Refund for 14 texts". */
export function done({ label, size, sent, decided, excluded }: Batch): string {
  const texts = count(sent < size ? size : decided.changed, "text");
  return excluded ? `${texts} ${label}` : `${label} for ${texts}`;
}

/** While the texts are read that are to be marked. */
export function readToMark(read: number, most: number): string {
  return `Reading ${figure(read)} of ${count(most, "text")}…`;
}

/** What the last label didn't reach; null when it reached all. */
export function leftOut({ decided, excluded }: Batch): string | null {
  if (decided.passed_over === 0) return null;
  if (excluded)
    return `${count(decided.passed_over, "text")} left as ${plural(decided.passed_over, "it was", "they were")}`;
  return `${count(decided.passed_over, "text")} can't be labelled here right now`;
}

export const words = {
  // Bar
  markedTexts: "Marked texts",
  markedOf: (size: number) => `${count(size, "text")} marked`,
  thisText: "This text",
  unmark: "unmark",
  close: "close",
  labelAs: "Label as",
  finderHint: "Type to find; Enter takes the first",
  labelGroup: "Label as, with how many texts would change",
  labelAsHint: (key: ReactNode) => <>{key}Label as…</>,
  classesOf: (size: number) => `Classes of ${count(size, "text")}`,
  classesOfThisText: "Classes of this text",
  stop: "stop",
  exclude: "exclude",
  excluded: "excluded",
  bringBack: "bring back",
  broughtBack: "brought back",
  lookForMore: "look for more like these",
  lookForMoreOf: "Class to look for",
  noChange: "no change",
  mostNote: (mostSelected: number) => `${figure(mostSelected)} at most`,
  markFirst: (mostSelected: number, size: number) =>
    `mark the first ${figure(mostSelected)} of ${figure(size)} that match`,
  markAllThatMatch: (size: number) => `mark all ${figure(size)} that match`,
  // Dock
  atTheFoot: "At the foot",
  open: "open",
  mark: "mark",
  label: "label",
  allKeys: "all keys",
  undoOf: (last: ReactNode) => <>undo {last}</>,
  // Nothing
  noTextMatches: (filters: ReactNode) => <>No text matches: {filters}.</>,
  seeAllTexts: "See all texts",
  withoutOf: (name: ReactNode) => <>Without {name}</>,
  wouldBe: (without: ReactNode, found: number) => (
    <>
      {without} there {plural(found, "is", "are")} {count(found, "text")}.
    </>
  ),
  allReserved: "All texts are reserved for labelling. They appear here once answered.",
  noTexts: "No texts yet. They appear here after you add a file.",
  addDataLink: "Add data on the overview",
  // Row
  markTextOf: (index: number) => `Mark text ${index}`,
  retired: " (retired)",
  provisionalHint: "Waits for another answer",
  modelDoubt: "The model doubts the label: ",
  theModelSays: "The model says ",
  openNotes: (notes: number) => count(notes, "open note"),
  // List
  moreNote: "There are more. Use filters to find yours.",
  texts: "Texts",
  // history
  takenBack: "taken back",
  setAside: "set aside",
  cameLate: "came late",
  notAskedFor: "not asked for",
  // Detail
  goneClass: "A deleted class",
  labelTitle: "Label",
  theModel: "The model",
  notShown:
    "Its answer comes with the next round, or is hidden: the text may become an audit text.",
  asAWhole: (set: ReactNode, share: string) => (
    <>
      Together: {set}, {share}
    </>
  ),
  itDoubtsTheLabel: "The model doubts the label.",
  answersAndDecisions: "Answers and decisions",
  notes: "Notes",
  skips: "Skipped",
  columns: "columns",
  textColumn: "Text",
  widthOf: (name: string) => `Width of ${name}`,
  resizing: "Column width; Home resets it",
  blankNote: "Blank: no prediction yet, or hidden because the text may be an audit.",
  sortBy: (name: string, how: string) => `${name}: sort, ${how}`,
  savedFilters: "saved",
  saveFilter: "Save these filters…",
  forgetFilter: (name: string) => `Forget ${name}`,
  saveFilterTitle: "Save these filters",
  filterName: "Name",
  filterNameHint: "Kept on this device. To share the list, send its address.",
  save: "Save",
  noReason: "No reason given",
  whereItCameFrom: "Where it came from",
  lineOfFile: (line: number, file: string | null) =>
    file === null
      ? `Row ${line} sent by a program`
      : `${rowNoun({ file_name: file })} ${line} of ${file}`,
  noneYet: "None yet",
  labelThisTextAs: "Label this text as",
  labelItAs: "Label it as…",
  changeItTo: "Change it to…",
  flagged: "⚑ Flagged",
  // Panel
  text: "Text",
  textOf: (externalId: ReactNode) => <>Text {externalId}</>,
  findSimilar: "Find similar",
  previousText: "Previous text",
  nextText: "Next text",
  closePanel: "Close",
  details: "Details of the text",
  // FilterMenus
  class: "class",
  person: "person",
  state: "state",
  model: "model",
  itSays: "Predicts",
  more: "more",
  peopleDisagree: "people disagree",
  audits: "audit texts that count",
  answers: "Answers",
  labelSource: "Where the label came from",
  filterByOf: (name: string) => `Filter by ${name}`,
  // Groups
  nearCopies: "near copies",
  map: "map",
  groups: "Groups of near copies",
  howAlike: "How alike they are",
  groupsHint: "Texts without a label that are alike. Unmark what differs, then label.",
  searchingGroups: "Searching for near copies…",
  noGroups: "No texts without a label are this much alike.",
  sizeOf: (size: number) => count(size, "text"),
  // SearchField
  searchWords: "Search words",
  searchByMeaning: "Search by meaning",
  searchTheTexts: "Search the texts",
  searchBy: "Search by",
  // Tools
  filters: "Filters",
  removeFilter: (name: string) => `Without: ${name}`,
  allTexts: "all texts",
  orderOf: (now: string | undefined) => `Order: ${now}`,
} as const;
