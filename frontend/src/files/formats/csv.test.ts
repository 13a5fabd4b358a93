import { expect, test } from "vitest";
import quotes from "../../../../tests/importing/files/quotes.json";
import { CsvSplitter } from "./csv";
import { LONGEST_LINE } from "../limits";
import type { RawRow } from "./rows";

/** The rows below the header, arriving in parts of this size. */
function split(content: string, size: number): RawRow[] {
  const splitter = new CsvSplitter();
  const rows: RawRow[] = splitter.push(content.slice(0, 8), false);
  for (let at = 8; at < content.length; at += size)
    rows.push(...splitter.push(content.slice(at, at + size), false));
  return [...rows, ...splitter.push("", true)].slice(1);
}

// The service's reader is tested with the same file.
test.each(quotes)("$name", ({ content, rows, refused }) => {
  for (const size of [1, 3, 1_000]) {
    if (refused !== undefined) {
      expect(() => split(content, size)).toThrow(`opens a field in line ${refused} is`);
      continue;
    }
    const usable = ({ cells }: RawRow) => cells?.length === 2 && cells[0] !== "";
    const found = split(content, size).map((row) => [row.line, usable(row) ? row.cells : null]);
    expect(found).toEqual(rows);
  }
});

test("a line that is too long costs its row, an open field the file", () => {
  const long = "x".repeat(LONGEST_LINE + 9);
  const found = split(`text,n\na,1\n${long},2\r\nb,3\n`, 500_000);
  expect(found.map(({ line, cells }) => [line, cells?.[0]])).toEqual([
    [2, "a"],
    [3, undefined],
    [4, "b"],
  ]);
  expect(found[1]!.problem).toContain("longer than 2,600,000");
  const open = `text,n\n"open\n${"xxxxxxxxx\n".repeat(300_000)}`;
  expect(() => split(open, 500_000)).toThrow("line 2 is not closed within 2,600,000");
});
