/** A class found by the letters typed, and which of its letters matched. */
export interface Found<Class> {
  item: Class;
  marks: [from: number, to: number][];
}

/** The classes that the typed letters leave, best first: those used lately, then by alphabet.
 *
 * What was meant is most often the beginning of a name, else of its words ("card l" is card_lost,
 * not card_arrival): so a name that is just what was typed comes before all, then those that begin
 * with it, then those where words do. Scattered letters count when nothing else matches. */
export function filterClasses<Class extends { name: string }>(
  all: readonly Class[],
  typed: string,
  recent: readonly string[],
): Found<Class>[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const found = search(all, words, inOnePiece);
  const matches = found.length > 0 ? found : search(all, words, scattered);
  const whole = spaced(words.join(" "));
  const fit = ({ item, begins }: Match<Class>): number => {
    const name = spaced(fold(item.name));
    if (name === whole) return 0;
    return name.startsWith(whole) ? 1 : begins ? 2 : 3;
  };
  const rank = ({ item }: Match<Class>): number =>
    recent.includes(item.name) ? recent.indexOf(item.name) : Infinity;
  const byName = new Intl.Collator(undefined, { numeric: true });
  return matches.sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    const inList = one === other ? byName.compare(a.item.name, b.item.name) : one - other;
    return fit(a) - fit(b) || inList;
  });
}

interface Match<Class> extends Found<Class> {
  /** Each word typed begins a word of the name. */
  begins: boolean;
}

type Matcher = (name: string, word: string) => [number, number][] | null;

function search<Class extends { name: string }>(
  all: readonly Class[],
  words: readonly string[],
  matcher: Matcher,
): Match<Class>[] {
  return all.flatMap((item) => {
    const name = fold(item.name);
    const marks = words.map((word) => matcher(name, word));
    if (!marks.every((mark) => mark !== null)) return [];
    const begins = words.every((word) => beginningOf(name, word) !== null);
    return [{ item, marks: joined(marks.flat()), begins }];
  });
}

/** Where a word of the name begins with what was typed. */
function beginningOf(name: string, word: string): number | null {
  const found = new RegExp(`(?:^|[^\\p{L}\\p{N}])${escaped(word)}`, "u").exec(name);
  return found ? found.index + found[0].length - word.length : null;
}

function inOnePiece(name: string, word: string): [number, number][] | null {
  const at = beginningOf(name, word) ?? name.indexOf(word);
  return at < 0 ? null : [[at, at + word.length]];
}

function scattered(name: string, word: string): [number, number][] | null {
  const marks: [number, number][] = [];
  let from = 0;
  for (const letter of word) {
    const at = name.indexOf(letter, from);
    if (at < 0) return null;
    from = at + letter.length;
    marks.push([at, from]);
  }
  return marks;
}

/** Marks in order, those that touch made one. */
function joined(marks: [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [from, to] of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** Without case and accents, letter for letter, so that marks fit the name as written. */
function fold(text: string): string {
  return [...text]
    .map((letter) => {
      const plain = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return plain.length === letter.length ? plain : letter;
    })
    .join("");
}

/** "exchange_rate" is typed as "exchange rate". */
function spaced(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, " ");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
