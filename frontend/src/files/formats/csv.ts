import { figure } from "@/words/figures";
import { words } from "@/words/data/files";
import { LONGEST_LINE } from "../limits";
import type { RawRow, Splitter } from "./rows";
import { NotATable, OpenQuote } from "./sniff";

const DELIMITERS = [",", ";", "\t", "|"];
const MEND = words.writeForAQuotationMark;
const BY_A_QUOTE = { problem: words.aQuotationMarkClosesA(MEND), quote: true };

/** A row of the text: its cells, or why it is none, and where the next begins. */
interface Taken {
  cells?: string[];
  problem?: string;
  quote?: boolean;
  end: number;
}

/** Takes a CSV apart as its text arrives, by the rule of the service: a field that begins with a
 * quotation mark ends with one. Libraries guess on where a mark lacks its partner, and lose rows. */
export class CsvSplitter implements Splitter {
  delimiter: string | null = null;
  private rest = "";
  private line = 1;
  /** The rest of a line that is too long is passed over. */
  private passing = false;
  private readonly quotes: boolean;

  /** `letters`: quotation marks are letters like others. */
  constructor(letters = false) {
    this.quotes = !letters;
  }

  push(text: string, last: boolean): RawRow[] {
    this.rest += text;
    this.delimiter ??= delimiterOf(/^[^\r\n]*/.exec(this.rest)![0], this.quotes);
    const rows: RawRow[] = [];
    let at = this.passing ? this.pass(last) : 0;
    while (at < this.rest.length) {
      const taken = this.take(at, last);
      if (!taken) break;
      const { end } = taken;
      const row = end - at > LONGEST_LINE ? this.tooLong(at, end) : taken;
      if (!isBlank(this.rest, at)) rows.push(rowOf(this.line, row));
      this.line += breaks(this.rest.slice(at, end));
      at = end;
    }
    this.rest = this.rest.slice(at);
    if (this.rest.length > LONGEST_LINE) {
      rows.push(rowOf(this.line, this.tooLong(0, this.rest.length)));
      this.rest = "";
      this.passing = true;
    }
    return rows;
  }

  /** The row that begins at `start`; null while the rest of it is missing. */
  private take(start: number, last: boolean): Taken | null {
    const { rest: text } = this;
    const cells: string[] = [];
    for (let at = start; ; at += 1) {
      let end = at;
      if (this.quotes && text[at] === '"') {
        end = quotedEnd(text, at);
        if (end < 0 && !last) return null;
        if (end < 0) throw this.open(start, at, words.isNeverClosed);
        if (end === text.length && !last) return null;
        if (end < text.length && !this.ends(text[end]!)) return this.early(start, at, end, last);
        cells.push(text.slice(at + 1, end - 1).replaceAll('""', '"'));
      } else {
        while (end < text.length && !this.ends(text[end]!)) end += 1;
        cells.push(text.slice(at, end));
      }
      if (end === text.length) return last ? { cells, end } : null;
      if (text[end] !== this.delimiter) return this.lineEnd(cells, end, last);
      at = end;
    }
  }

  private ends(letter: string): boolean {
    return letter === this.delimiter || letter === "\n" || letter === "\r";
  }

  private lineEnd(cells: string[], at: number, last: boolean): Taken | null {
    const { rest: text } = this;
    // The second half of a line end may come with the next part.
    if (text[at] === "\r" && at + 1 === text.length && !last) return null;
    return { cells, end: at + (text.startsWith("\r\n", at) ? 2 : 1) };
  }

  /** A field goes on after its closing mark: that costs the row, if it is the row's own line. */
  private early(start: number, at: number, end: number, last: boolean): Taken | null {
    if (breaks(this.rest.slice(start, end)) > 0)
      throw this.open(start, at, words.openQuote(this.lineAt(start, end)));
    let to = end;
    while (to < this.rest.length && !"\r\n".includes(this.rest[to]!)) to += 1;
    if (to === this.rest.length) return last ? { ...BY_A_QUOTE, end: to } : null;
    const taken = this.lineEnd([], to, last);
    return taken && { ...BY_A_QUOTE, end: taken.end };
  }

  private open(start: number, at: number, how: string): NotATable {
    return new OpenQuote(words.theQuotationMarkThat(this.lineAt(start, at), how, MEND));
  }

  private lineAt(start: number, at: number): string {
    return figure(this.line + breaks(this.rest.slice(start, at)));
  }

  /** What is longer than a row may be costs the row, or the file where a field is still open. */
  private tooLong(start: number, end: number): Taken {
    const longest = figure(LONGEST_LINE);
    if (breaks(this.rest.slice(start, end).trimEnd()) > 0)
      throw this.open(start, this.openAt(start), words.isNotClosedWithin(longest));
    return { problem: words.longerThanCharacters(longest), end };
  }

  /** Where the field begins in which a row becomes too long. */
  private openAt(start: number): number {
    const { rest: text } = this;
    for (let at = start; at < text.length; at += 1) {
      let end = at;
      if (text[at] === '"') end = quotedEnd(text, at);
      if (end < 0 || end - start > LONGEST_LINE) return at;
      while (end < text.length && !this.ends(text[end]!)) end += 1;
      at = end;
    }
    return start;
  }

  /** Passes over the rest of a line; where the next one begins. */
  private pass(last: boolean): number {
    const found = /\r\n|\r|\n/.exec(this.rest);
    if (!found || (found[0] === "\r" && found.index + 1 === this.rest.length && !last)) {
      this.rest = found ? "\r" : "";
      return this.rest.length > 0 && last ? 1 : 0;
    }
    this.passing = false;
    this.line += 1;
    return found.index + found[0].length;
  }
}

const rowOf = (line: number, { cells, problem, quote }: Taken): RawRow =>
  cells && problem === undefined ? { line, cells } : { line, problem, quote };

/** Where a quoted field that begins at `start` ends: after its mark; -1 if that isn't there. */
function quotedEnd(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? -1 : at + 1;
}

const isBlank = (text: string, at: number): boolean => text[at] === "\n" || text[at] === "\r";

const breaks = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** The delimiter that splits the header into most, as the service decides. */
export function delimiterOf(header: string, quotes = true): string {
  const parts = (delimiter: string) => {
    const marks = /"(?:[^"]|"")*"/g;
    return (quotes ? header.replace(marks, "") : header).split(delimiter).length;
  };
  return DELIMITERS.toSorted((a, b) => parts(b) - parts(a))[0]!;
}
