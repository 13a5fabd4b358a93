import { words } from "@/words/data/files";
/** A row as it stands in the file: cells for a CSV, fields for JSON and Parquet, or why it is none. */
export interface RawRow {
  line: number;
  cells?: string[];
  fields?: Record<string, unknown>;
  problem?: string;
  /** Whether the problem is a quotation mark. */
  quote?: boolean;
}

/** Takes a file apart as its text arrives. `push` answers the rows that are complete by now. */
export interface Splitter {
  push(text: string, last: boolean): RawRow[];
  /** Known for a CSV after the first rows. */
  delimiter: string | null;
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
    return { line, problem: words.notAJsonObject };
  } catch {
    return { line, problem: words.notJson };
  }
}
