import { words } from "@/words/data/files";
import { LONGEST_NAME, MOST_CLASSES } from "./limits";
import { guessRows, isLikeARow, type Manner, type Rows, unnamed, USUAL } from "./manner";
import { nameIn } from "./labels/names";
import { isRefused, meant, VERDICT } from "./formats/prodigy";
import type { RawRow } from "./formats/rows";
import { SetCounter } from "./labels/sets";
import { NotATable } from "./formats/sniff";
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
const EXCERPT = 80;
const MOST_COLUMNS = 1_000;
/** Columns in which pandas and `datasets` keep the numbers of rows; the service leaves them out. */
const PANDAS_INDEX = /^__index_level_[0-7]__$/;

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
  /** Rows that were left out for a quotation mark, and for more fields than there are columns. */
  quotes = 0;
  longer = 0;
  /** What the first line of a CSV is, how it begins, and whether that is in doubt. */
  begins: Rows = "named";
  first = "";
  doubtful = false;
  delimiter: string | null = null;
  private header: string[] | null = null;
  private readonly chosen: string | null;
  private readonly manner: Manner;
  private waiting: RawRow[] = [];
  private readonly full = new Set<string>();

  /** `chosen`: the column of the texts; null leaves it to a guess. `header`: the names of the
   * columns, when the file doesn't begin with them. */
  constructor(chosen: string | null, header: string[] | null, manner = USUAL) {
    this.chosen = chosen;
    this.manner = manner;
    if (header) {
      const named = header.filter((name) => !PANDAS_INDEX.test(name));
      this.begin(named, words.theFile);
    }
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
    if (!this.header && first?.cells) this.beginWith(first.cells);
    for (const { fields } of this.waiting) this.meet(fields ?? {});
    const sample = this.waiting.map((row) => this.cells(row));
    const { chosen } = this;
    const known = chosen !== null && this.columns.includes(chosen) ? chosen : null;
    const text = known ?? guessText(this.columns, sample);
    if (text !== null) this.meaning = { text, id: guessId(this.columns, text) };
  }

  /** The first row of a CSV: the names of its columns, or one like the others. */
  private beginWith(cells: string[]): void {
    const below = this.waiting.slice(1).map((row) => row.cells ?? []);
    this.doubtful = isLikeARow(cells, below);
    this.first = cells.join(this.delimiter ?? ",").slice(0, EXCERPT);
    this.begins = this.manner.rows ?? guessRows(cells, below);
    if (this.begins === "unnamed") return this.begin(unnamed(cells.length), words.theFile);
    const names = cells.map((name) => name.trim());
    this.begin(names, words.theHeader);
    this.waiting.shift();
  }

  private take(found: RawRow): void {
    if (!this.meaning) return;
    const row = this.manner.joins ? this.joined(found) : found;
    this.meet(row.fields ?? {});
    this.read += 1;
    const problem = this.problem(row);
    if (problem !== null) {
      if (row.quote) this.quotes += 1;
      if (row.cells && row.cells.length > this.columns.length) this.longer += 1;
      if (this.bad.length < LISTED) this.bad.push({ line: row.line, reason: problem });
      return;
    }
    this.kept += 1;
    const cells = this.cells(row);
    if (this.rows.length < PREVIEW_ROWS) this.rows.push(cells);
    this.count(row);
  }

  /** The row with its text in one field, where that has delimiters. */
  private joined(row: RawRow): RawRow {
    const more = (row.cells?.length ?? 0) - this.columns.length;
    if (!row.cells || more <= 0) return row;
    const at = this.columns.indexOf(this.meaning!.text);
    const text = row.cells.slice(at, at + 1 + more).join(this.delimiter ?? ",");
    return { ...row, cells: row.cells.toSpliced(at, 1 + more, text) };
  }

  private problem({ cells, fields, problem }: RawRow): string | null {
    if (problem !== undefined) return problem;
    const { text } = this.meaning!;
    if (fields) return textProblem(text, fields[text]);
    const { length } = this.columns;
    if (cells!.length !== length)
      return this.begins === "named"
        ? words.whereTheHeaderHas(cells!.length, length)
        : words.whereTheFirstRowHas(cells!.length, length);
    return textProblem(text, cells![this.columns.indexOf(text)]);
  }

  /** JSON has no header: a column is whatever field turns up. */
  private meet(fields: Record<string, unknown>): void {
    for (const name of Object.keys(fields))
      if (
        !this.columns.includes(name) &&
        this.columns.length < MOST_COLUMNS &&
        !PANDAS_INDEX.test(name)
      )
        this.columns = [...this.columns, name];
  }

  private cells({ cells, fields }: RawRow): string[] {
    return cells ?? this.columns.map((name) => shown(fields?.[name]));
  }

  private count({ cells, fields }: RawRow): void {
    const value = (name: string) => (cells ? cells[this.columns.indexOf(name)] : fields?.[name]);
    const isNone = isRefused(value(VERDICT));
    for (const name of this.columns) {
      if (name === this.meaning!.text || (isNone && name !== VERDICT)) continue;
      const found = meant(name, value(name), fields?.options);
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
