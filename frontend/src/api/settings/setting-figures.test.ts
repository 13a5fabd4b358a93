import { expect, test } from "vitest";
import type { FigureField } from "@/words/settings/settings-fields";
import { figureField, read, written } from "./setting-figures";

const PERCENT: FigureField = figureField("target");
const MINUTES: FigureField = { least: 1, most: 1_440, whole: true, times: 1 / 60 };

test.each([
  [0.925, PERCENT, "92.5"],
  [null, PERCENT, ""],
  [1800, MINUTES, "30"],
])("%s is written as it is read", (value, field, typed) => {
  expect(written(value, field)).toBe(typed);
  expect(read(typed, field)).toEqual({ value });
});

test("what can't be is said in words", () => {
  expect(read("100", PERCENT)).toBe("Enter a number between 1 and 99.9 %.");
  expect(read("many", PERCENT)).toBe("Enter a number.");
  expect(read("", MINUTES)).toBe("Enter a number.");
  expect(read("1.5", MINUTES)).toBe("Enter a whole number.");
  expect(read("1001", figureField("round_every"))).toBe("Enter a number between 1 and 1,000.");
});
