import Papa from "papaparse";
import { NotATable } from "./sniff";

/** A row as it stands in the file: cells for a CSV, fields for JSON and Parquet, or why it is none. */
export interface RawRow {
  line: number;
  cells?: string[];
  fields?: Record<string, unknown>;
  problem?: string;
}

/** Takes a file apart as its text arrives. `push` answers the rows that are complete by now. */
export interface Splitter {
  push(text: string, last: boolean): RawRow[];
  /** Known for a CSV after the first rows. */
  delimiter: string | null;
}

const LONGEST_ROW = 16 * 1024 * 1024;
const DELIMITERS = [",", ";", "\t", "|"];

/** Takes a CSV apart: fields may hold line ends. */
export class CsvSplitter implements Splitter {
  delimiter: string | null = null;
  private newline: "\n" | "\r\n" | "\r" = "\n";
  private rest = "";
  private line = 1;

  push(text: string, last: boolean): RawRow[] {
    this.rest += text;
    this.delimiter ??= this.look(this.rest);
    const parser = new Papa.Parser({ delimiter: this.delimiter, newline: this.newline });
    const { data, meta } = parser.parse(this.rest, 0, !last) as Papa.ParseResult<string[]>;
    this.rest = this.rest.slice(meta.cursor);
    if (this.rest.length > LONGEST_ROW)
      throw new NotATable(
        `Line ${this.line + data.length} goes on for millions of characters: a quotation mark seems to lack its partner.`,
      );
    const rows = data.map((cells) => {
      const line = this.line;
      this.line += 1 + breaks(cells);
      return { line, cells };
    });
    return rows.filter(({ cells }) => cells.length > 1 || cells[0] !== "");
  }

  /** How lines end, and the delimiter that splits the header into most: as the service decides. */
  private look(start: string): string {
    const [header = "", newline = "\n"] = /^([^\r\n]*)(\r\n|\r|\n)?/.exec(start)?.slice(1) ?? [];
    this.newline = newline as "\n" | "\r\n" | "\r";
    return delimiterOf(header);
  }
}

function breaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

export function delimiterOf(header: string): string {
  const parts = (delimiter: string) =>
    Papa.parse<string[]>(header, { delimiter }).data[0]?.length ?? 0;
  return DELIMITERS.toSorted((a, b) => parts(b) - parts(a))[0]!;
}

/** Takes a file apart that has a row on each line. */
export class LineSplitter implements Splitter {
  delimiter = null;
  private rest = "";
  private line = 0;
  private readonly row: (line: number, text: string) => RawRow;

  constructor(row: (line: number, text: string) => RawRow) {
    this.row = row;
  }

  push(text: string, last: boolean): RawRow[] {
    // A line of many chunks isn't searched again with each of them.
    if (!last && !text.includes("\n")) {
      this.rest += text;
      return [];
    }
    const lines = (this.rest + text).split(/\r?\n/);
    this.rest = last ? "" : (lines.pop() ?? "");
    return lines.flatMap((content) => {
      this.line += 1;
      return content.trim() === "" ? [] : [this.row(this.line, content)];
    });
  }
}

/** A row from the JSON of it. */
export function asRow(line: number, text: string): RawRow {
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === "object" && fields !== null && !Array.isArray(fields))
      return { line, fields: fields as Record<string, unknown> };
    return { line, problem: "not a JSON object" };
  } catch {
    return { line, problem: "not JSON" };
  }
}
