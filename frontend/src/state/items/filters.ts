/** Which of a project's texts are listed: the words of the address, which are
 * those of the API too. What is no such word is left out. */
export type Filters = Partial<Record<FilterName, string>>;

export const STATES = ["unlabelled", "labelled", "provisional", "settled", "skipped"] as const;

const LONGEST = 200;

const text = (raw: string) => raw !== "" && raw.length <= LONGEST && !raw.includes("\0");
const whole = (raw: string) => /^[1-9][0-9]{0,14}$/.test(raw);
const oneOf = (known: readonly string[]) => (raw: string) => known.includes(raw);

/** Each filter, in the order of the sentence that they make, and whether a word is one of its. */
const RULES = {
  q: text,
  class: text,
  state: oneOf(STATES),
  annotator: whole,
} satisfies Record<string, (raw: string) => boolean>;

export type FilterName = keyof typeof RULES;
const NAMES = Object.keys(RULES) as FilterName[];

/** What an address asks for. */
export function fromAddress(search: string): Filters {
  const given = new URLSearchParams(search);
  const found: Filters = {};
  for (const name of NAMES) {
    const raw = given.get(name);
    if (raw !== null && RULES[name](raw)) found[name] = raw;
  }
  return found;
}

/** The address that asks for it: "" for everything. */
export function toAddress(filters: Filters): string {
  const words = new URLSearchParams();
  for (const name of NAMES) {
    const value = filters[name];
    if (value !== undefined) words.set(name, value);
  }
  return words.toString();
}

/** With one filter set, or taken away by null. */
export function changed(filters: Filters, name: FilterName, value: string | null): Filters {
  const rest = { ...filters };
  delete rest[name];
  return value === null || !RULES[name](value) ? rest : { ...rest, [name]: value };
}

/** The filters that leave texts out, in their order. */
export function narrowing(filters: Filters): FilterName[] {
  return NAMES.filter((name) => filters[name] !== undefined);
}
