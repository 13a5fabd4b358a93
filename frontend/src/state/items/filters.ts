import { AREA } from "../map/area";

/** Which of a project's texts are listed, and in which order: the words of the address, which are
 * those of the API too. What is no such word is left out. */
export type Filters = Partial<Record<FilterName, string>>;

export const STATES = [
  "unlabelled",
  "skipped",
  "excluded",
  "labelled",
  "provisional",
  "settled",
] as const;
export const NOTES = ["flag", "comment", "any"] as const;
export const SORTS = ["ordinal", "-labelled_at", "confidence", "-confidence"] as const;
export const SOURCES = [
  "audit",
  "strategy",
  "seed",
  "overlap",
  "relabel",
  "import",
  "search",
  "hunt",
  "review",
] as const;

const LONGEST = 200;

const text = (raw: string) => raw !== "" && raw.length <= LONGEST && !raw.includes("\0");
const whole = (raw: string) => /^[1-9][0-9]{0,14}$/.test(raw);
const share = (raw: string) => /^(0(\.[0-9]{1,4})?|1)$/.test(raw);
const oneOf = (known: readonly string[]) => (raw: string) => known.includes(raw);
const yes = oneOf(["true"]);
/** How like its middle each text of a group is, in hundredths of the cosine. */
export const LIKENESSES = [98, 95, 90] as const;
export type Likeness = (typeof LIKENESSES)[number];

/** A group of texts that are so much alike, by the text in its middle; null: the largest. */
export interface Group {
  middle: number | null;
  likeness: Likeness;
}

const GROUP = new RegExp(`^(largest|[1-9][0-9]{0,14})-(${LIKENESSES.join("|")})$`);

export const groupWord = ({ middle, likeness }: Group) => `${middle ?? "largest"}-${likeness}`;

/** The group that is listed; null where something else is. */
export function groupOf({ copies = "" }: Filters): Group | null {
  const [, middle, likeness] = GROUP.exec(copies) ?? [];
  if (middle === undefined) return null;
  return {
    middle: middle === "largest" ? null : Number(middle),
    likeness: Number(likeness) as Likeness,
  };
}

/** Each filter, in the order of the sentence that they make, and whether a word is one of its. */
const RULES = {
  q: text,
  meaning: text,
  similar: whole,
  copies: (raw) => GROUP.test(raw),
  map: (raw) => raw === "all" || AREA.test(raw),
  class: text,
  state: oneOf(STATES),
  annotator: whole,
  source: oneOf(SOURCES),
  note: oneOf(NOTES),
  disagreement: yes,
  mixed: text,
  suspected: yes,
  audit: yes,
  predicted: text,
  confidence_above: share,
  confidence_below: share,
  sort: oneOf(SORTS),
} satisfies Record<string, (raw: string) => boolean>;

export type FilterName = keyof typeof RULES;
/** What brings texts into an order: one at a time. */
export const ORDERS: readonly FilterName[] = ["meaning", "similar", "copies", "sort"];
const NAMES = Object.keys(RULES) as FilterName[];

/** Those of which a text may have one of several. */
const SEVERAL: readonly FilterName[] = [
  "class",
  "state",
  "annotator",
  "source",
  "mixed",
  "predicted",
];
/** Between the values of one filter: no name of a class has a line break. */
const NEXT = "\n";

/** What the texts are nearest to, where that is their order. */
export const nearestTo = ({ meaning, similar, copies }: Filters): string | undefined =>
  meaning ?? similar ?? copies;

/** The values of a filter, in the order in which they were chosen. */
export const valuesOf = (filters: Filters, name: FilterName): string[] =>
  filters[name]?.split(NEXT) ?? [];

/** With one value of a filter more, or without it where it is there. */
export function toggled(filters: Filters, name: FilterName, value: string): Filters {
  if (!SEVERAL.includes(name)) return changed(filters, name, value);
  const before = valuesOf(filters, name);
  const after = before.includes(value)
    ? before.filter((each) => each !== value)
    : [...before, value].filter(RULES[name]);
  const rest = changed(filters, name, null);
  return after.length === 0 ? rest : { ...rest, [name]: after.join(NEXT) };
}

/** Without one value of a filter. */
export const without = (filters: Filters, name: FilterName, value: string): Filters =>
  valuesOf(filters, name).length > 1 ? toggled(filters, name, value) : changed(filters, name, null);

/** As the service takes them: a list where several are meant. */
export function asQuery(filters: Filters): Record<string, string | string[]> {
  const given = Object.entries(filters).map(([name, value]) => {
    const values = value.split(NEXT);
    return [name, values.length > 1 ? values : value] as const;
  });
  return Object.fromEntries(given);
}

/** What an address asks for. */
export function fromAddress(search: string): Filters {
  const given = new URLSearchParams(search);
  const found: Filters = {};
  for (const name of NAMES) {
    const all = given.getAll(name).filter((raw) => RULES[name](raw) && !raw.includes(NEXT));
    const raw = SEVERAL.includes(name) ? [...new Set(all)] : all.slice(0, 1);
    if (raw.length > 0) found[name] = raw.join(NEXT);
  }
  return found;
}

/** The address that asks for it: "" for everything in its order. */
export function toAddress(filters: Filters): string {
  const words = new URLSearchParams();
  for (const name of NAMES) {
    for (const value of valuesOf(filters, name))
      if (!(name === "sort" && value === SORTS[0])) words.append(name, value);
  }
  return words.toString();
}

/** With one filter set, or taken away by null. */
export function changed(filters: Filters, name: FilterName, value: string | null): Filters {
  const rest = { ...filters };
  for (const other of ORDERS.includes(name) ? ORDERS : [name]) delete rest[other];
  return value === null || !RULES[name](value) ? rest : { ...rest, [name]: value };
}

const BY_MODEL: readonly FilterName[] = [
  "suspected",
  "predicted",
  "confidence_above",
  "confidence_below",
];
const SORTS_BY_MODEL: readonly string[] = ["confidence", "-confidence"];

/** Whether an order goes by what a model predicts. */
export const isByModel = (sort: string): boolean => SORTS_BY_MODEL.includes(sort);

/** Whether texts that have the words as whole words come before those that have them in others. */
export function wholeWordsFirst(filters: Filters): boolean {
  const byModel = BY_MODEL.some((name) => name !== "suspected" && filters[name] !== undefined);
  return filters.q !== undefined && (filters.sort ?? SORTS[0]) === SORTS[0] && !byModel;
}

/** Without what goes by a model, for projects in which nothing is predicted. */
export function withoutModel(filters: Filters): Filters {
  const rest = { ...filters };
  for (const name of BY_MODEL) delete rest[name];
  if (rest.sort !== undefined && isByModel(rest.sort)) delete rest.sort;
  return rest;
}

/** The filters that leave texts out, in their order. */
export function narrowing(filters: Filters): FilterName[] {
  return NAMES.filter((name) => name !== "sort" && filters[name] !== undefined);
}

/** The same, value by value. */
export const narrowingValues = (filters: Filters): [FilterName, string][] =>
  narrowing(filters).flatMap((name) =>
    valuesOf(filters, name).map((value): [FilterName, string] => [name, value]),
  );

const LABELLED: readonly FilterName[] = [
  "class",
  "annotator",
  "source",
  "disagreement",
  "mixed",
  "suspected",
  "audit",
];

/** Whether texts without a label can be among those that are listed. */
export function findsUnlabelled(filters: Filters): boolean {
  if (LABELLED.some((name) => filters[name] !== undefined)) return false;
  const states = valuesOf(filters, "state");
  const isLabelled = states.every(
    (state) => !["unlabelled", "skipped", "excluded"].includes(state),
  );
  return (states.length === 0 || !isLabelled) && filters.sort !== "-labelled_at";
}

/** Everything again, in the same order. */
export function widest({ sort }: Filters): Filters {
  return sort === undefined ? {} : { sort };
}
