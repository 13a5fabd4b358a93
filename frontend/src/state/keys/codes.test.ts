import { expect, test } from "vitest";
import { afterLetter } from "./codes";

const KEYS = ["1", "CA", "CL", "X"];

test("the first letter of a code waits for the second", () => {
  expect(afterLetter(KEYS, "", "C")).toBe("C");
  expect(afterLetter(KEYS, "C", "A")).toBe("CA");
});

test("what is no code is dropped by the next letter", () => {
  expect(afterLetter(KEYS, "C", "Q")).toBe("CQ");
  expect(afterLetter(KEYS, "CQ", "C")).toBe("C");
  expect(afterLetter(KEYS, "Q", "C")).toBe("C");
  expect(afterLetter(KEYS, "X", "C")).toBe("C");
});
