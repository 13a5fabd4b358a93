import { expect, test } from "vitest";
import { downColumns } from "./columns";

/** Letters are groups, a dot is a class of none. */
const list = (letters: string, columns: number) => {
  const groups = [...letters].map((letter) => (letter === "." ? undefined : letter));
  const { rows, headings } = downColumns(groups, columns);
  return { rows, headings: Object.fromEntries(headings) };
};

test("a list has as few rows as its columns allow, and no heading ends a column", () => {
  expect(list(".....", 2)).toEqual({ rows: 3, headings: {} });
  expect(list(".a..", 2)).toEqual({ rows: 3, headings: { 1: "here" } });
  expect(list("...a..", 2)).toEqual({ rows: 4, headings: { 3: "top" } });
  expect(list("..a..", 2)).toEqual({ rows: 4, headings: { 2: "here" } });
  expect(list(".a..", 1)).toEqual({ rows: 5, headings: { 1: "here" } });
  expect(list("", 3)).toEqual({ rows: 1, headings: {} });
});

test("where a group goes on in another column its heading stands above that part, too", () => {
  expect(list(".aaaa.", 2)).toEqual({ rows: 4, headings: { 1: "here", 3: "again" } });
  expect(list("aabbb", 2)).toEqual({ rows: 4, headings: { 0: "here", 2: "top" } });
  expect(list("aabbb", 1)).toEqual({ rows: 7, headings: { 0: "here", 2: "here" } });
});
