import { words } from "@/words/data/files";
import { asRow, type RawRow, type Splitter } from "./rows";
import { NotATable } from "./sniff";

const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44];
const SPACE = 32;
const OPENS = new Set([91, 123]);
const CLOSES = new Set([93, 125]);

/** Takes a JSON array apart as its text arrives: a row for each element, numbered from 1. */
export class ArraySplitter implements Splitter {
  delimiter = null;
  private rest = "";
  /** Where to go on looking in `rest`, and where the present element begins. */
  private at = 0;
  private start = 0;
  private depth = 0;
  private quoted = false;
  private ended = false;
  private count = 0;

  push(text: string, last: boolean): RawRow[] {
    this.rest += text;
    const rows: RawRow[] = [];
    for (; this.at < this.rest.length; this.at++) this.step(this.rest.charCodeAt(this.at), rows);
    this.rest = this.rest.slice(this.start);
    this.at -= this.start;
    this.start = 0;
    if (last && this.depth > 0) throw new NotATable(words.openArray);
    return rows;
  }

  private step(code: number, rows: RawRow[]): void {
    if (this.quoted) {
      if (code === BACKSLASH) this.at += 1;
      else if (code === QUOTE) this.quoted = false;
      return;
    }
    if (this.ended && code > SPACE) throw new NotATable(words.trailingText);
    if (code === QUOTE) this.quoted = true;
    else if (OPENS.has(code)) {
      this.depth += 1;
      if (this.depth === 1) this.start = this.at + 1;
    } else if (code === COMMA && this.depth === 1) this.end(rows);
    else if (CLOSES.has(code)) {
      this.depth -= 1;
      if (this.depth > 0) return;
      this.end(rows);
      this.ended = true;
    }
  }

  private end(rows: RawRow[]): void {
    const element = this.rest.slice(this.start, this.at).trim();
    this.start = this.at + 1;
    // Nothing between the brackets: an empty array, or a comma too many.
    if (element === "") return;
    this.count += 1;
    rows.push(asRow(this.count, element));
  }
}
