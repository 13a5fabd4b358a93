import { expect, test } from "vitest";
import { readFile, type Reading } from "./read-file";
import { pastedFormat } from "./sniff";
import { writtenAs } from "./table";

type Content = string | Uint8Array<ArrayBuffer>;

async function read(name: string, content: Content, text: string | null = null): Promise<Reading> {
  let last: Reading | null = null;
  const file = new File([content], name);
  const tell = (reading: Reading) => {
    last = reading;
  };
  await readFile(file, { text, encoding: null }, tell, new AbortController().signal);
  return last!;
}

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
  expect(bad(found)).toEqual(["4: “body” is empty", "6: 2 fields where the header has 3"]);
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
  expect((await read("a.csv", csv, "comment")).meaning.text).toBe("comment");
  expect((await read("a.csv", csv, "gone")).meaning.text).toBe("text");
});

test("plain lines are a text each", async () => {
  const { table, meaning } = await read("a.txt", "one, and\ntwo\n\n");
  expect([table.format, meaning.text, table.rows]).toEqual(["lines", "text", [["one, and"], ["two"]]]);
});

test.each([
  ["sheet.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4, 0), /Excel/],
  ["a.csv.gz", Uint8Array.of(0x1f, 0x8b, 8), /Unpack/],
  ["a.json", '[{"text": "a"}]', /NDJSON/],
  ["a.csv", "", /empty/],
  ["a.csv", "text,kind\n", /no rows/],
  ["a.bin", Uint8Array.of(0x61, 0, 0x62), /not a text file/],
])("%s is refused with what to do", async (name, content, words) => {
  await expect(read(name, content)).rejects.toThrow(words);
});

test.each([
  ["a\tb\nc\td", "csv"],
  ["text,kind\nx,y", "csv"],
  ['{"text": "a"}', "ndjson"],
  ["Well, this is\njust prose", "lines"],
])("pasted %j is taken as %s", (text, format) => {
  expect(pastedFormat(text)).toBe(format);
});
