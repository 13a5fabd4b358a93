import { expect, test } from "vitest";
import { isolated } from "./isolated";

test.each([
  ["Support", "Support"],
  ["a\u202eb\u2069c", "abc"],
  ["\u05e9\u05dc\u05d5\u05dd", "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"],
])("%j stands in a title as %j", (name, shown) => {
  expect(isolated(name)).toBe(shown);
});
