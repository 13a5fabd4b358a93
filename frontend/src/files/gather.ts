import { words } from "@/words/files";
import { LONGEST_NAME, MOST_CLASSES } from "./limits";
import { nameIn } from "./names";
import type { RawRow } from "./rows";
import { SetCounter } from "./sets";
import { NotATable } from "./sniff";
import {
  type BadLine,
  type Columns,
  guessId,
  guessText,
  LISTED,
  PREVIEW_ROWS,
  textProblem,
} from "./table";

const SAMPLE = 200;
const MOST_COLUMNS = 1_000;
/** Prodigy's column that says whether the class of a row, in any other column, is its answer. */
const PRODIGY = { verdict: "answer", none: new Set<unknown>(["reject", "ignore"]) };

/** Collects a table from the rows of a file: the first rows, counts, bad lines and values. */
export class Gatherer {
  columns: string[] = [];
  meaning: Columns | null = null;
  readonly rows: string[][] = [];
  readonly bad: BadLine[] = [];
  readonly values = new Map<string, Map<string, number>>();
  readonly nameless = new Map<string, number>();
  readonly sets = new SetCounter();
  kept = 0;
  read = 0;
  private header: string[] | null = null;
  private readonly chosen: string | null;
  private waiting: RawRow[] = [];
  private readonly full = new Set<string>();

  /** `chosen`: the column of the texts; null leaves it to a guess. `header`: the names of the
   * columns, when the file doesn't begin with them. */
  constructor(chosen: string | null, header: string[] | null) {
    this.chosen = chosen;
    if (header) this.begin(header, words.theFile);
  }

  /** Takes the names of the columns, if the service takes them. Throws NotATable. */
  private begin(header: string[], where: string): void {
    const twice = header.find((name, at) => header.indexOf(name) !== at);
    if (twice !== undefined)
      throw new NotATable(twice ? words.namesTwice(where, twice) : words.twoWithoutAName(where));
    if (header.length > MOST_COLUMNS)
      throw new NotATable(words.tooManyColumns(where, header.length, MOST_COLUMNS));
    this.header = header;
    this.columns = header;
  }

  /** Which column holds the text is decided once there is a sample, or the file has ended. */
  add(rows: readonly RawRow[], last: boolean): void {
    this.waiting.push(...rows);
    if (!this.meaning) {
      if (this.waiting.length < SAMPLE && !last) return;
      this.decide();
    }
    for (const row of this.waiting) this.take(row);
    this.waiting = [];
  }

  private decide(): void {
    const first = this.waiting[0];
    if (!this.header && first?.cells) {
      this.begin(
        first.cells.map((name) => name.trim()),
        words.theHeader,
      );
      this.waiting.shift();
    }
    for (const { fields } of this.waiting) this.meet(fields ?? {});
    const sample = this.waiting.map((row) => this.cells(row));
    const { chosen } = this;
    const known = chosen !== null && this.columns.includes(chosen) ? chosen : null;
    const text = known ?? guessText(this.columns, sample);
    if (text !== null) this.meaning = { text, id: guessId(this.columns, text) };
  }

  private take(row: RawRow): void {
    if (!this.meaning) return;
    this.meet(row.fields ?? {});
    this.read += 1;
    const problem = this.problem(row);
    if (problem !== null) {
      if (this.bad.length < LISTED) this.bad.push({ line: row.line, reason: problem });
      return;
    }
    this.kept += 1;
    const cells = this.cells(row);
    if (this.rows.length < PREVIEW_ROWS) this.rows.push(cells);
    this.count(row);
  }

  private problem({ cells, fields, problem }: RawRow): string | null {
    if (problem !== undefined) return problem;
    const { text } = this.meaning!;
    if (fields) return textProblem(text, fields[text]);
    const { length } = this.columns;
    if (cells!.length !== length) return words.whereTheHeaderHas(cells!.length, length);
    return textProblem(text, cells![this.columns.indexOf(text)]);
  }

  /** JSON has no header: a column is whatever field turns up. */
  private meet(fields: Record<string, unknown>): void {
    for (const name of Object.keys(fields))
      if (!this.columns.includes(name) && this.columns.length < MOST_COLUMNS)
        this.columns = [...this.columns, name];
  }

  private cells({ cells, fields }: RawRow): string[] {
    return cells ?? this.columns.map((name) => shown(fields?.[name]));
  }

  private count({ cells, fields }: RawRow): void {
    const value = (name: string) => (cells ? cells[this.columns.indexOf(name)] : fields?.[name]);
    const isNone = PRODIGY.none.has(value(PRODIGY.verdict));
    for (const name of this.columns) {
      if (name === this.meaning!.text || (isNone && name !== PRODIGY.verdict)) continue;
      const found = value(name);
      this.sets.add(name, found);
      if (this.full.has(name)) continue;
      const label = nameIn(found);
      if (label === null) this.nameless.set(name, (this.nameless.get(name) ?? 0) + 1);
      if (!label) continue;
      const counts = this.values.get(name) ?? new Map<string, number>();
      counts.set(label, (counts.get(label) ?? 0) + 1);
      this.values.set(name, counts);
      if (counts.size <= MOST_CLASSES && label.length <= LONGEST_NAME) continue;
      this.full.add(name);
      this.values.delete(name);
    }
  }
}

/** A value of JSON or Parquet as it would stand in a cell. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  // Parquet has whole numbers that JSON can't have.
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? Number(part) : part,
  );
}
