import { expect, test } from "vitest";
import { dropAt, movedTo } from "./drop";

const ROWS = [0, 40, 80].map((top) => ({ top, bottom: top + 40 }));

test.each([
  [-5, 1, { kind: "between", at: 0 }],
  [4, 2, { kind: "between", at: 0 }],
  [20, 1, { kind: "onto", at: 0 }],
  [36, 2, { kind: "between", at: 1 }],
  [60, 1, null],
  [38, 1, null],
  [75, 0, { kind: "between", at: 2 }],
  [500, 0, { kind: "between", at: 3 }],
  [500, 2, null],
])("at %s the row %s would land %o", (y, from, drop) => {
  expect(dropAt(ROWS, from, y)).toEqual(drop);
});

test("a row moves up and down", () => {
  expect(movedTo(["a", "b", "c"], 0, 3)).toEqual(["b", "c", "a"]);
  expect(movedTo(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(movedTo(["a", "b", "c"], 0, 2)).toEqual(["b", "a", "c"]);
});
