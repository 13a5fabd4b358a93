import { Gatherer } from "./gather";
import { splitter } from "./rows";
import { type Encoding, encodingName, NotATable, sniff } from "./sniff";
import type { Columns, Format, Table } from "./table";

const HEAD_BYTES = 64 * 1024;
/** So much is read between two breaths of the page. */
const CHUNK = 512 * 1024;
const TELL_EVERY = 120;

export interface Reading {
  table: Table;
  meaning: Columns;
  encoding: Encoding;
}

interface Choices {
  text: string | null;
  encoding: Encoding | null;
}

/** Reads a file through, telling again and again how far it is. Nothing of it is kept but the
 * first rows and the counts, however large it is. Throws NotATable. */
export async function readFile(
  file: File,
  choices: Choices,
  tell: (reading: Reading) => void,
  signal: AbortSignal,
): Promise<void> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const sniffed = sniff(head, file.name);
  const encoding = choices.encoding ?? sniffed.encoding;
  try {
    await readThrough(file, sniffed.format, encoding, choices.text, tell, signal);
  } catch (error) {
    // UTF-8 at the beginning, but not all along: an old file with few special characters.
    if (!(error instanceof TypeError) || encoding !== "utf-8") throw error;
    await readThrough(file, sniffed.format, "windows-1252", choices.text, tell, signal);
  }
}

async function readThrough(
  file: File,
  format: Format,
  encoding: Encoding,
  text: string | null,
  tell: (reading: Reading) => void,
  signal: AbortSignal,
): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === "utf-8" });
  const split = splitter(format);
  const header = { csv: null, ndjson: [], lines: ["text"] }[format];
  const gathered = new Gatherer(text, header);
  let told = 0;
  for (let from = 0; from < file.size; from += CHUNK) {
    const bytes = await file.slice(from, from + CHUNK).arrayBuffer();
    if (signal.aborted) return;
    const last = from + CHUNK >= file.size;
    gathered.add(split.push(decoder.decode(bytes, { stream: !last }), last), last);
    const now = performance.now();
    if (!last && now - told < TELL_EVERY) continue;
    if (gathered.meaning) tell(reading(gathered, format, encoding, split.delimiter, last));
    told = now;
    // The page draws and hears keys between two chunks.
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (!gathered.meaning || gathered.read === 0)
    throw new NotATable("There are no rows in this file.");
}

function reading(
  gathered: Gatherer,
  format: Format,
  encoding: Encoding,
  delimiter: string | null,
  done: boolean,
): Reading {
  const { columns, rows, kept, read, bad, values } = gathered;
  const table: Table = {
    format,
    encoding: encodingName(encoding),
    delimiter,
    columns,
    // NDJSON may meet a column after the first rows.
    rows: rows.map((row) => columns.map((_, at) => row[at] ?? "")),
    kept,
    read,
    bad: [...bad],
    values: new Map(values),
    done,
  };
  return { table, meaning: gathered.meaning!, encoding };
}
