/** A piece of a text: what was looked for, or what stands between. */
export interface Piece {
  words: string;
  found: boolean;
}

/** So much of the text before what was looked for stays in view. */
const BEFORE = 40;

/** A text as one line in which what was looked for stands out, and comes early enough to be seen. */
export function excerpt(text: string, query: string): Piece[] {
  const line = text.replace(/\s+/g, " ").trim();
  const marks = query.trim() === "" ? [] : places(line, query);
  const first = marks[0]?.[0] ?? 0;
  const from = first > 2 * BEFORE ? first - BEFORE : 0;
  const pieces: Piece[] = [];
  let at = from;
  for (const [start, end] of marks) {
    if (start < at) continue;
    if (start > at) pieces.push({ words: line.slice(at, start), found: false });
    pieces.push({ words: line.slice(start, end), found: true });
    at = end;
  }
  if (at < line.length) pieces.push({ words: line.slice(at), found: false });
  if (from > 0 && pieces[0]) pieces[0].words = `…${pieces[0].words}`;
  return pieces;
}

/** Where the query stands whole, else where its words do: as words, else as parts of others. */
function places(line: string, query: string): [number, number][] {
  const whole = occurrences(line, query.trim());
  if (whole.length > 0) return whole;
  return query
    .trim()
    .split(/\s+/)
    .flatMap((word) => occurrences(line, word))
    .sort((a, b) => a[0] - b[0]);
}

function occurrences(line: string, words: string): [number, number][] {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const asWords = matches(line, `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`);
  return asWords.length > 0 ? asWords : matches(line, escaped);
}

function matches(line: string, pattern: string): [number, number][] {
  return [...line.matchAll(new RegExp(pattern, "giu"))].map((match) => [
    match.index,
    match.index + match[0].length,
  ]);
}
