import { count, figure } from "../figures";

/** What a file is, and what is wrong with it. */
export const words = {
  // table
  packedWithGzip: (table: string) => `${table}, packed with gzip`,
  aJsonArray: (encoding: string) => `a JSON array, ${encoding}`,
  jsonLinesOf: (encoding: string) => `JSON lines, ${encoding}`,
  textLines: (encoding: string) => `a text on each line, ${encoding}`,
  csvSeparatedBy: (delimiters: string | null, encoding: string) =>
    `CSV, separated by ${delimiters}, ${encoding}`,
  isNotAText: (name: string) => `“${name}” is not a text`,
  isEmpty: (name: string) => `“${name}” is empty`,
  isLongerThanCharacters: (name: string, longestText: number) =>
    `“${name}” is longer than ${figure(longestText)} characters`,
  holdsANulCharacter: (name: string) => `“${name}” holds a NUL character`,
  // sniff
  windows1252Western: "Windows-1252 (Western European)",
  windows1250Central: "Windows-1250 (Central European)",
  windows1251Cyrillic: "Windows-1251 (Cyrillic)",
  shiftJis: "Shift JIS",
  mixedEncoding: (encoding: string) =>
    `Part of this file isn't ${encoding}. Choose the file again with another encoding.`,
  excelFile: "This is an Excel or zip file. Save the sheet as CSV (UTF-8) and drop that.",
  oldExcelFile: "This is an old Excel file. Save the sheet as CSV (UTF-8) and drop that.",
  thisFileIsCompressed: "This file is compressed twice. Unpack it once.",
  compressedWithBzip2: "This file is compressed with bzip2. Unpack it, or compress it with gzip.",
  compressedWithZstd: "This file is compressed with zstd. Unpack it, or compress it with gzip.",
  compressedWithXz: "This file is compressed with xz. Unpack it, or compress it with gzip.",
  pdfFile: "This is a PDF. Postil reads rows of text: CSV, JSON or Parquet.",
  theFileIsEmpty: "The file is empty.",
  binaryFile: "This is not a text file.",
  // bytes
  brokenGzip: "This gzip file is cut off or damaged. Compress it again.",
  // rows
  notAJsonObject: "not a JSON object",
  notJson: "not JSON",
  // csv
  writeForAQuotationMark:
    'Write "" for a quotation mark inside a quoted field, or read quotation marks as letters.',
  aQuotationMarkClosesA: (mend: string) =>
    `a quotation mark closes a field before its end. ${mend}`,
  isNeverClosed: "is never closed",
  openQuote: (start: string) => `is not closed before line ${start}`,
  theQuotationMarkThat: (start: string, words: string, mend: string) =>
    `The quotation mark that opens a field in line ${start} ${words}. ${mend}`,
  isNotClosedWithin: (longest: string) => `is not closed within ${longest} characters`,
  longerThanCharacters: (longest: string) => `longer than ${longest} characters`,
  // gather
  whereTheHeaderHas: (fields: number, header: number) =>
    `${count(fields, "field")} where the header has ${figure(header)}`,
  whereTheFirstRowHas: (fields: number, first: number) =>
    `${count(fields, "field")} where the first row has ${figure(first)}`,
  theHeader: "The header (line 1)",
  theFile: "The file",
  namesTwice: (where: string, column: string) =>
    `${where} has the column “${column}” twice. Rename one.`,
  twoWithoutAName: (where: string) =>
    `${where} has two columns without a name. Name them or leave them out.`,
  tooManyColumns: (where: string, columns: number, most: number) =>
    `${where} has ${figure(columns)} columns; the limit is ${figure(most)}. Leave some out.`,
  // json-array
  openArray: "The JSON array has no end: the file is cut off. Export it again.",
  trailingText: "There is text after the end of the JSON array. Write one array only.",
  // parquet
  thisParquetFileIs: (strange: string) =>
    `This Parquet file is compressed with ${strange}. Write it with snappy or zstd.`,
  brokenParquet: "This Parquet file is cut off or damaged. Export it again.",
  // read-file
  largeFile: "This file is too large to preview. Unpack it first.",
  noRows: "This file has no rows.",
  // use-file
  unreadable: "This file couldn't be read. Choose it again.",
} as const;
