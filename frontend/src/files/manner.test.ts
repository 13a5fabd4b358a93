import { expect, test } from "vitest";
import { guessRows, isLikeAText, isLikeARow, type Manner, USUAL } from "./manner";
import { readFile, type Reading } from "./read-file";
import { OpenQuote } from "./formats/sniff";

async function read(content: string, manner: Partial<Manner> = {}): Promise<Reading> {
  let last: Reading | null = null;
  const report = (reading: Reading) => {
    last = reading;
  };
  const choices = { text: null, encoding: null, manner: { ...USUAL, ...manner } };
  await readFile(new File([content], "a.csv"), choices, report, new AbortController().signal);
  return last!;
}

const first = ({ table }: Reading) => table.rows.map(([cell]) => cell);

test("a text is no name of a column, as the service has it", () => {
  for (const text of ["where is my refund?", "my card was eaten", "卡在哪里？", "x".repeat(61)])
    expect(isLikeAText(text), text).toBe(true);
  for (const name of ["text", "Customer feedback text", "label", "kind of card"])
    expect(isLikeAText(name), name).toBe(false);
});

test("a first line that is a text, or a label that comes again, is asked about", () => {
  expect(isLikeARow(["text", "label"], [["a", "b"]])).toBe(false);
  expect(
    isLikeARow(
      ["lost card", "card"],
      [
        ["a", "card"],
        ["b", "other"],
        ["c", "card"],
      ],
    ),
  ).toBe(true);
  expect(guessRows(["where is my refund?"], [["hello"]])).toBe("unnamed");
  // The names of a form's columns are questions.
  expect(guessRows(["Timestamp", "What could we improve?"], [["12/3/2026", "queue"]])).toBe(
    "named",
  );
  expect(guessRows(["id", "What could we improve?"], [["a1", "queue"]])).toBe("named");
});

test("no text is lost of a file without a header", async () => {
  const found = await read("where is my refund?\nmy card was eaten\nhello\n");
  expect(found.doubts).toMatchObject({ isLikeARow: true, begins: "where is my refund?" });
  expect(found.manner.rows).toBe("unnamed");
  expect([found.table.columns, found.meaning.text]).toEqual([["text"], "text"]);
  expect(first(found)).toEqual(["where is my refund?", "my card was eaten", "hello"]);
  const named = await read("where is my refund?\nmy card was eaten\n", { rows: "named" });
  expect([named.manner.rows, first(named)]).toEqual(["named", ["my card was eaten"]]);
  const several = await read("my card was eaten;a\nhello;b\n");
  expect([several.table.columns, several.meaning.text]).toEqual([
    ["column_1", "column_2"],
    "column_1",
  ]);
});

test("a quotation mark that is never closed has a way on", async () => {
  const content = 'text,label\nplain,a\n"open,b\n5" of rain,a\n"x" y,b\n';
  const refused = read(content);
  await expect(refused).rejects.toThrow(OpenQuote);
  await expect(refused).rejects.toThrow(/in line 3 /);
  const found = await read(content, { letters: true });
  expect(first(found)).toEqual(["plain", '"open', '5" of rain', '"x" y']);
  const early = await read('text,label\n"x" y,b\nplain,a\n');
  expect([early.doubts!.quotes, early.table.kept]).toEqual([1, 1]);
});

test("commas outside quotation marks are counted, and may belong to the text", async () => {
  const content = "id,text,label\n1,no, I said, no,a\n2,plain,b\n3,short\n";
  const found = await read(content);
  expect([found.doubts!.longer, found.table.kept, found.table.read]).toEqual([1, 1, 3]);
  const joined = await read(content, { joins: true });
  expect(joined.table.rows[0]).toEqual(["1", "no, I said, no", "a"]);
  expect([joined.doubts!.longer, joined.table.kept]).toEqual([0, 2]);
});

test("each line may be a text", async () => {
  const found = await read('hello, "you" there\nand, one, more\n', { rows: "lines" });
  expect([found.table.format, first(found)]).toEqual([
    "lines",
    ['hello, "you" there', "and, one, more"],
  ]);
});
