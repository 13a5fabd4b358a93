import { expect, test } from "vitest";
import { className, folded, nameIn } from "./names";

test("names that look the same are the same", () => {
  expect(className(" cafe\u0301\ufeff\n")).toBe("café");
  expect(className("credit\r\n \x85card\tlost\ufeff  x")).toBe("credit card lost\ufeff x");
  expect(folded("STRASSE")).toBe(folded("straße"));
  expect(folded("Spam")).not.toBe(folded("Ham"));
});

test.each<[unknown, string | null]>([
  ["  x ", "x"],
  ["none", "none"],
  [7, "7"],
  [1.0, "1"],
  [-0, "0"],
  [2.5, "2.5"],
  [1e-7, "0.0000001"],
  [-1.5e-7, "-0.00000015"],
  [1e21, "1000000000000000000000"],
  [9007199254740993n, "9007199254740993"],
  [["x"], "x"],
  [undefined, ""],
  [null, ""],
  [Number.NaN, ""],
  ["", ""],
  [true, null],
  [{ a: 1 }, null],
  [["x", "y"], null],
  [[], ""],
  [[null], null],
  [[["x"]], null],
  ["a\0", null],
])("%o names the class %o", (value, name) => {
  expect(nameIn(value)).toBe(name);
});
