/** Which of somebody's own answers are listed: the words of the address, which are those of the API
 * too. What is no such word is left out. */
export interface OwnFilters {
  q?: string;
  class?: string;
  mark?: OwnMark;
}

export const MARKS = ["skipped", "flagged"] as const;
export type OwnMark = (typeof MARKS)[number];

const LONGEST = 200;
const NAMES = ["q", "class", "mark"] as const;

const isText = (raw: string) => raw !== "" && raw.length <= LONGEST && !raw.includes("\0");
const isMark = (raw: string): raw is OwnMark => (MARKS as readonly string[]).includes(raw);

export function fromAddress(search: string): OwnFilters {
  const given = new URLSearchParams(search);
  const [q, named, mark] = NAMES.map((name) => given.get(name) ?? "");
  return {
    ...(isText(q!) && { q }),
    ...(isText(named!) && { class: named }),
    ...(isMark(mark!) && { mark }),
  };
}

/** "" for everything. */
export function toAddress(filters: OwnFilters): string {
  const words = new URLSearchParams();
  for (const name of NAMES) if (filters[name]) words.set(name, filters[name]);
  return words.toString();
}
