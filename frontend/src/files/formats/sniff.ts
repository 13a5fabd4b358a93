import { words } from "@/words/data/files";
import type { Format } from "../table";

/** What the first bytes of a file tell. */
export interface Sniffed {
  format: Format;
  encoding: Encoding;
}

/** An encoding by the name of a TextDecoder. */
export type Encoding = (typeof ENCODINGS)[number][0];

export const ENCODINGS = [
  ["utf-8", "UTF-8"],
  ["windows-1252", words.windows1252Western],
  ["windows-1250", words.windows1250Central],
  ["windows-1251", words.windows1251Cyrillic],
  ["utf-16le", "UTF-16"],
  ["utf-16be", "UTF-16 (big-endian)"],
  ["shift_jis", words.shiftJis],
  ["gb18030", "GB 18030"],
  ["big5", "Big5"],
  ["euc-kr", "EUC-KR"],
] as const;

export const encodingName = (encoding: Encoding): string =>
  ENCODINGS.find(([value]) => value === encoding)?.[1] ?? encoding;

/** What to say of a file that isn't in the encoding it was said to be in. */
export const notIn = (encoding: Encoding): string => words.mixedEncoding(encodingName(encoding));

/** A file that isn't rows of text; its message says what to do instead. */
export class NotATable extends Error {}

/** A field that is never closed: the file can be read with quotation marks as letters. */
export class OpenQuote extends NotATable {}

const GZIP = [0x1f, 0x8b];
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const SIGNATURES: [number[], string][] = [
  [[0x50, 0x4b, 0x03, 0x04], words.excelFile],
  [[0xd0, 0xcf, 0x11, 0xe0], words.oldExcelFile],
  [GZIP, words.thisFileIsCompressed],
  [[0x42, 0x5a, 0x68], words.compressedWithBzip2],
  [[0x28, 0xb5, 0x2f, 0xfd], words.compressedWithZstd],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], words.compressedWithXz],
  [[0x25, 0x50, 0x44, 0x46], words.pdfFile],
];

const begins = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, at) => head[at] === byte);

export const isGzip = (head: Uint8Array): boolean => begins(head, GZIP);

/** The encoding and format of a file by its first bytes, unpacked, and its name. Throws NotATable. */
export function sniff(head: Uint8Array, fileName: string): Sniffed {
  if (head.length === 0) throw new NotATable(words.theFileIsEmpty);
  if (begins(head, PARQUET)) return { format: "parquet", encoding: "utf-8" };
  for (const [bytes, words] of SIGNATURES) if (begins(head, bytes)) throw new NotATable(words);
  const encoding = encodingOf(head);
  const start = new TextDecoder(encoding).decode(head).trimStart();
  if (start.includes("\0")) throw new NotATable(words.binaryFile);
  return { encoding, format: formatOf(start, fileName.replace(/\.gz$/i, "")) };
}

function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return isUtf8(head) ? "utf-8" : "windows-1252";
}

/** A character cut at the end of the bytes is no fault. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const ARRAY = /^\[\s*(\{|\])/;
const OBJECT = /^\{\s*"/;

function formatOf(start: string, fileName: string): Format {
  if (/\.(json|ndjson|jsonl)$/i.test(fileName)) return start.startsWith("[") ? "json" : "ndjson";
  if (/\.(csv|tsv)$/i.test(fileName)) return "csv";
  if (ARRAY.test(start)) return "json";
  if (OBJECT.test(start)) return "ndjson";
  return /\.txt$/i.test(fileName) ? pastedFormat(start) : "csv";
}

/** What text without a telling name is: rows of a table when it looks like one, else a text on each line. */
export function pastedFormat(text: string): Exclude<Format, "parquet"> {
  const [first = "", second = ""] = text.split(/\r?\n/, 2);
  if (ARRAY.test(text.trimStart())) return "json";
  if (OBJECT.test(text.trimStart())) return "ndjson";
  const cells = (line: string) => line.split("\t").length;
  if (cells(first) > 1 && cells(first) === cells(second)) return "csv";
  return /^"?(id|text|label|class|category)"?\s*[,;|]/i.test(first) ||
    /^"?text"?$/i.test(first.trim())
    ? "csv"
    : "lines";
}
