import { words } from "@/words/data/files";
import { headOf, isPacked, unpacked } from "./formats/bytes";
import { CsvSplitter } from "./formats/csv";
import { Gatherer } from "./gather";
import { ArraySplitter } from "./formats/json-array";
import { type Manner, USUAL } from "./manner";
import { asRow, LineSplitter, type Splitter } from "./formats/rows";
import { type Encoding, encodingName, notIn, NotATable, sniff } from "./formats/sniff";
import type { Columns, Format, Table } from "./table";

const HEAD_BYTES = 64 * 1024;
const REPORT_EVERY = 120;
/** So much of a file is looked at: some seconds' worth. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_ROWS = 20_000;
/** A packed Parquet file is read from memory: its end has to be seen first. */
const MOST_IN_MEMORY = 512 * 1024 * 1024;

export interface Reading {
  table: Table;
  meaning: Columns;
  encoding: Encoding;
  /** How it was read: as was said, or else as was guessed. */
  manner: Manner;
  /** Of a CSV: what may be meant otherwise. */
  doubts: Doubts | null;
}

export interface Doubts {
  /** The first line, as it begins. */
  begins: string;
  /** Whether the first line is likely a row like the others. */
  isLikeARow: boolean;
  /** Rows that were left out for a quotation mark, and for more fields than there are columns. */
  quotes: number;
  longer: number;
}

interface Choices {
  /** The column that was chosen for the texts; null leaves it to a guess. */
  text: string | null;
  encoding: Encoding | null;
  manner?: Manner;
  /** Bytes, unpacked, after which reading ends; for tests. */
  most?: number;
}

type Report = (reading: Reading) => void;

/** Reads a file, reporter again and again how far it is; of a very large one only the head. Nothing
 * of it is kept but the first rows and the counts. Throws NotATable. */
export async function readFile(
  file: File,
  choices: Choices,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const packed = await isPacked(file);
  const sniffed = sniff(await headOf(file, packed, HEAD_BYTES), file.name);
  const encoding = choices.encoding ?? sniffed.encoding;
  const manner = choices.manner ?? USUAL;
  const reporter = new Reporter(report, { ...sniffed, encoding, packed, manner });
  if (sniffed.format === "parquet") return readParquet(file, choices, reporter, signal);
  try {
    await readText(file, choices, reporter, signal);
  } catch (error) {
    // UTF-8 at the beginning, but not all along: an old file with few special characters.
    if (!(error instanceof TypeError)) throw error;
    if (encoding !== "utf-8") throw new NotATable(notIn(encoding));
    reporter.known.encoding = "windows-1252";
    await readText(file, choices, reporter, signal);
  }
}

async function readText(
  file: File,
  choices: Choices,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const { format, encoding, packed, manner } = reporter.known;
  const decoder = new TextDecoder(encoding, { fatal: true });
  const split = splitter(format, manner);
  const gathered = new Gatherer(choices.text, headerOf(format, manner), manner);
  const most = choices.most ?? MOST_BYTES;
  let seen = 0;
  for await (const bytes of unpacked(file, packed)) {
    if (signal.aborted) return;
    const rows = split.push(decoder.decode(bytes, { stream: true }), false);
    gathered.delimiter = split.delimiter;
    gathered.add(rows, false);
    await reporter.now(gathered);
    seen += bytes.length;
    if (seen >= most) break;
  }
  const whole = seen < most || (!packed && seen >= file.size);
  gathered.add(whole ? split.push(decoder.decode(), true) : [], true);
  reporter.end(gathered, whole);
}

async function readParquet(
  file: File,
  choices: Choices,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  // Most people never bring such a file: its reader is loaded when one comes.
  const { openParquet } = await import("./formats/parquet");
  const parquet = await openParquet(reporter.known.packed ? await inMemory(file) : file);
  const gathered = new Gatherer(choices.text, parquet.columns);
  reporter.total = parquet.total;
  for await (const rows of parquet.rows(MOST_ROWS)) {
    if (signal.aborted) return;
    gathered.add(rows, false);
    await reporter.now(gathered);
  }
  gathered.add([], true);
  reporter.end(gathered, parquet.total <= MOST_ROWS);
}

async function inMemory(file: File): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const bytes of unpacked(file, true)) {
    parts.push(bytes);
    size += bytes.length;
    if (size > MOST_IN_MEMORY) throw new NotATable(words.largeFile);
  }
  return new Blob(parts);
}

function splitter(format: Format, { rows, letters }: Manner): Splitter {
  if (format === "csv" && rows !== "lines") return new CsvSplitter(letters);
  if (format === "json") return new ArraySplitter();
  return new LineSplitter(format === "ndjson" ? asRow : (line, text) => ({ line, cells: [text] }));
}

/** The names of the columns, unless the file begins with them. */
function headerOf(format: Format, { rows }: Manner): string[] | null {
  if (format === "csv") return rows === "lines" ? ["text"] : null;
  return format === "lines" ? ["text"] : [];
}

interface Known {
  format: Format;
  encoding: Encoding;
  packed: boolean;
  manner: Manner;
}

/** Tells how far a reading is, now and then, and lets the page draw in between. */
class Reporter {
  readonly known: Known;
  total: number | null = null;
  private readonly report: Report;
  private reportedAt = 0;

  constructor(report: Report, known: Known) {
    this.report = report;
    this.known = known;
  }

  async now(gathered: Gatherer): Promise<void> {
    const now = performance.now();
    if (now - this.reportedAt < REPORT_EVERY) return;
    if (gathered.meaning) this.report(this.reading(gathered, false, false));
    // The page draws and hears keys between two chunks.
    await new Promise((resolve) => setTimeout(resolve));
    this.reportedAt = performance.now();
  }

  end(gathered: Gatherer, whole: boolean): void {
    if (!gathered.meaning || gathered.read === 0) throw new NotATable(words.noRows);
    this.report(this.reading(gathered, true, whole));
  }

  private reading(gathered: Gatherer, done: boolean, whole: boolean): Reading {
    const { columns, rows, kept, read, bad, values, nameless, sets, delimiter } = gathered;
    const { format, encoding, packed, manner } = this.known;
    const table: Table = {
      format: format === "csv" && manner.rows === "lines" ? "lines" : format,
      encoding: encodingName(encoding),
      delimiter,
      columns,
      // JSON may meet a column after the first rows.
      rows: rows.map((row) => columns.map((_, at) => row[at] ?? "")),
      kept,
      read,
      bad: [...bad],
      values: new Map(values),
      nameless: new Map(nameless),
      sets: sets.sets(),
      done,
      whole,
      total: this.total,
      packed,
    };
    const doubts = format === "csv" ? doubtsOf(gathered) : null;
    const known = { ...manner, rows: manner.rows ?? gathered.begins };
    return { table, meaning: gathered.meaning!, encoding, manner: known, doubts };
  }
}

const doubtsOf = ({ first, doubtful, quotes, longer }: Gatherer): Doubts => ({
  begins: first,
  isLikeARow: doubtful,
  quotes,
  longer,
});
