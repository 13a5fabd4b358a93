import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bytesOf, CLASS_LABELS, PARQUET } from "./examples";
import { Gatherer } from "./gather";
import { readFile, type Reading } from "./read-file";
import { type Encoding, pastedFormat } from "./formats/sniff";
import { writtenAs } from "./table";

type Content = string | Uint8Array<ArrayBuffer>;
interface Chosen {
  text?: string;
  encoding?: Encoding;
  most?: number;
}

async function read(name: string, content: Content, chosen: Chosen = {}): Promise<Reading> {
  let last: Reading | null = null;
  const file = new File([content], name);
  const report = (reading: Reading) => {
    last = reading;
  };
  const choices = { text: null, encoding: null, ...chosen };
  await readFile(file, choices, report, new AbortController().signal);
  return last!;
}

const packed = (content: Content): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(content));

const CSV = "text,kind\none,a\n";
const bad = ({ table }: Reading) => table.bad.map(({ line, reason }) => `${line}: ${reason}`);

test("a CSV: columns, first rows, counts, and bad lines by number with the reason", async () => {
  const found = await read(
    "a.csv",
    'id,body,kind\r\n1,"two\r\nlines",x\r\n2,,y\r\n\r\n3,only two\r\n4,fine,x\r\n',
  );
  expect(found.meaning).toEqual({ text: "body", id: "id" });
  expect(found.table.rows).toEqual([
    ["1", "two\r\nlines", "x"],
    ["4", "fine", "x"],
  ]);
  expect([found.table.kept, found.table.read, found.table.done]).toEqual([2, 4, true]);
  expect(bad(found)).toEqual(["4: “body” is empty", "6: 2\u00a0fields where the header has 3"]);
  expect(writtenAs(found.table)).toBe("CSV, separated by commas, UTF-8");
});

test.each([
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "bars"],
])("the delimiter %j is found by the header", async (delimiter, name) => {
  const lines = ["text", "kind"].join(delimiter) + "\n" + ["a, b", "x"].join(delimiter);
  const { table } = await read("a.csv", lines);
  expect(table.columns).toEqual(["text", "kind"]);
  expect(writtenAs(table)).toContain(name);
});

test("NDJSON: fields of every row are columns; what is no object is a bad line", async () => {
  const found = await read(
    "a.ndjson",
    '{"text": "one", "n": 1}\n\n{"text": 7}\nnope\n[1]\n{"text": "two", "tags": ["a"]}\n',
  );
  expect(found.table.columns).toEqual(["text", "n", "tags"]);
  expect(found.table.rows).toEqual([
    ["one", "1", ""],
    ["two", "", '["a"]'],
  ]);
  expect(bad(found)).toEqual(["3: “text” is not a text", "4: not JSON", "5: not a JSON object"]);
});

test("a file that isn't UTF-8 is read in its own encoding, also when that shows late", async () => {
  const latin = Uint8Array.from("text;k\nGr\xfc\xdfe;a\n", (letter) => letter.charCodeAt(0));
  expect((await read("a.csv", latin)).table.rows[0]).toEqual(["Grüße", "a"]);
  const late = new Uint8Array(200_000).fill(0x61);
  late.set(new TextEncoder().encode("text\n"));
  late.set([0x0a, 0xfc], 199_990);
  const found = await read("a.csv", late);
  expect(found.encoding).toBe("windows-1252");
  expect(found.table.read).toBe(2);
});

test("a file that isn't in the encoding that was chosen is refused, not altered", async () => {
  const bytes = Uint8Array.from([...new TextEncoder().encode("text\nok\n"), 0x82, 0xa0, 0x0a]);
  const chosen = read("a.csv", bytes, { encoding: "shift_jis" });
  expect((await chosen).table.rows).toEqual([["ok"], ["あ"]]);
  const broken = Uint8Array.from([...bytes, 0x81, 0x20]);
  await expect(read("a.csv", broken, { encoding: "shift_jis" })).rejects.toThrow(/isn't Shift JIS/);
});

test("rows and letters that lie across two chunks are whole", async () => {
  const rows = Array.from({ length: 60_000 }, (_, at) => `"ü, row ${at}",k${at % 3}`);
  const { table } = await read("a.csv", `text,kind\n${rows.join("\n")}`);
  expect([table.read, table.kept]).toEqual([60_000, 60_000]);
  expect([...table.values.get("kind")!.keys()]).toEqual(["k0", "k1", "k2"]);
  // Here the first chunk ends in the middle of a letter.
  const letters = await read("a.csv", `text,kind\n${"x,€€€€€€€€€\n".repeat(20_000)}`);
  expect(letters.encoding).toBe("utf-8");
  expect([...letters.table.values.get("kind")!.keys()]).toEqual(["€€€€€€€€€"]);
});

test("another text column may be chosen; one that doesn't exist is guessed again", async () => {
  const csv = "text,comment\nlong enough,short\n";
  expect((await read("a.csv", csv, { text: "comment" })).meaning.text).toBe("comment");
  expect((await read("a.csv", csv, { text: "gone" })).meaning.text).toBe("text");
});

test("plain lines are a text each", async () => {
  const { table, meaning } = await read("a.txt", "one, and\ntwo\n\n");
  expect([table.format, meaning.text, table.rows]).toEqual([
    "lines",
    "text",
    [["one, and"], ["two"]],
  ]);
});

test("a JSON array: the rows are its elements, wherever chunks and brackets fall", async () => {
  const found = await read(
    "a.json",
    ' [ {"text": "a ] \\" , [", "n": {"deep": [1, 2]}},\n{"text": ""}, 7, {"text": "b"} ] \n',
  );
  expect(found.table.columns).toEqual(["text", "n"]);
  expect(found.table.rows).toEqual([
    ['a ] " , [', '{"deep":[1,2]}'],
    ["b", ""],
  ]);
  expect(bad(found)).toEqual(["2: “text” is empty", "3: not a JSON object"]);
  const many = Array.from({ length: 30_000 }, (_, at) => ({ text: `"[ü,\\ ${at}`, kind: "x" }));
  expect((await read("a.json", JSON.stringify(many))).table.kept).toBe(30_000);
});

test.each([CSV, '{"text": "one", "kind": "a"}\n', '[{"text": "one", "kind": "a"}]'])(
  "gzip of any is read as what it holds: %s",
  async (content) => {
    for (const name of ["a.gz", "rows"]) {
      const { table } = await read(name, packed(content));
      expect([table.rows[0], table.packed, table.whole]).toEqual([["one", "a"], true, true]);
      expect(writtenAs(table)).toContain("gzip");
    }
  },
);

test.each(["snappy", "zstd", "gzip"] as const)(
  "Parquet with %s is a table like others",
  async (codec) => {
    for (const content of [bytesOf(PARQUET[codec]), packed(bytesOf(PARQUET[codec]))]) {
      const found = await read("a.parquet", content);
      expect(found.table.columns).toEqual(["id", "text", "kind"]);
      expect(found.table.rows).toEqual([
        ["1", "Grüße", "a"],
        ["3", "two", "a"],
      ]);
      expect([found.meaning, found.table.total]).toEqual([{ text: "text", id: "id" }, 3]);
      expect(bad(found)).toEqual(["2: no “text”"]);
    }
  },
);

test("of a file too large to read through, the head is told, and that it is the head", async () => {
  const rows = `text,kind\n${"some text of a row,a\n".repeat(60_000)}`;
  for (const content of [rows, packed(rows)]) {
    const { table } = await read("a.csv", content, { most: 600_000 });
    expect([table.whole, table.done, table.bad]).toEqual([false, true, []]);
    expect(table.read).toBeGreaterThan(20_000);
    expect(table.read).toBeLessThan(59_000);
  }
});

test("a quotation mark without its partner ends in a sentence, not in a frozen page", async () => {
  const open = `text,kind\n"one,a\n${"two and a bit more of it,b\n".repeat(700_000)}`;
  await expect(read("a.csv", open)).rejects.toThrow(/quotation mark/);
});

test.each([
  ["sheet.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4, 0), /Excel/],
  ["a.csv.gz", packed(CSV).subarray(0, -9), /cut off/],
  ["a.csv.gz", packed(packed(CSV)), /compressed twice/],
  ["a.csv.zst", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd), /gzip/],
  ["a.json", '[{"text": "a"}, {"te', /no end/],
  ["a.json", '[{"text": "a"}] {}', /text after the end/],
  ["a.json", "[]", /no rows/],
  ["a.parquet", bytesOf(PARQUET.zstd).subarray(0, -9), /cut off/],
  ["a.parquet", bytesOf(PARQUET.brotli), /BROTLI.*snappy/],
  ["a.csv", "", /empty/],
  ["a.csv", "text,kind\n", /no rows/],
  ["a.csv", "text,n, n\na,1,2\n", /\(line 1\) has the column “n” twice/],
  ["a.csv", "text,,\na,1,2\n", /two columns without a name/],
  ["a.bin", Uint8Array.of(0x61, 0, 0x62), /not a text file/],
])("%s is refused with what to do", async (name, content, words) => {
  await expect(read(name, content)).rejects.toThrow(words);
});

test.each([
  ["a\tb\nc\td", "csv"],
  ["text,kind\nx,y", "csv"],
  ['{"text": "a"}', "ndjson"],
  ['[{"text": "a"}]', "json"],
  ["Well, this is\njust prose", "lines"],
])("pasted %j is taken as %s", (text, format) => {
  expect(pastedFormat(text)).toBe(format);
});

test("classes that a Parquet file has as numbers are shown by the names in its metadata", async () => {
  const { table } = await read("a.parquet", bytesOf(CLASS_LABELS));
  expect(table.rows).toEqual([
    ["a", "spam", '["ham"]'],
    ["b", "ham", '["ham","spam"]'],
    ["c", "", "[]"],
  ]);
});

test("the numbers that pandas gives rows are no column", async () => {
  const { table } = await read("a.jsonl", '{"text": "a", "__index_level_0__": 7, "kind": "x"}\n');
  expect(table.columns).toEqual(["text", "kind"]);
  const gathered = new Gatherer(null, ["text", "__index_level_0__"]);
  gathered.add([{ line: 1, fields: { text: "a", __index_level_0__: 7 } }], true);
  expect(gathered.columns).toEqual(["text"]);
});
