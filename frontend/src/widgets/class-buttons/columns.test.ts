import { expect, test } from "vitest";
import { downColumns } from "./columns";

const headed = (letters: string) => [...letters].map((letter) => letter === "H");

test("a list has as few rows as its columns allow, and no heading ends a column", () => {
  expect(downColumns(headed("ccccc"), 2)).toEqual({ rows: 3, tops: new Set() });
  expect(downColumns(headed("cHcc"), 2)).toEqual({ rows: 3, tops: new Set() });
  expect(downColumns(headed("cccHcc"), 2)).toEqual({ rows: 4, tops: new Set([3]) });
  expect(downColumns(headed("ccHcc"), 2)).toEqual({ rows: 4, tops: new Set() });
  expect(downColumns(headed("cHcc"), 1)).toEqual({ rows: 5, tops: new Set() });
  expect(downColumns([], 3)).toEqual({ rows: 1, tops: new Set() });
});
