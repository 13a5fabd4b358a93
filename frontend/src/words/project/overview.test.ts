import { expect, test } from "vitest";
import { words } from "./overview";

test("how texts are chosen is told as one says it", () => {
  expect(words.lastRoundOf(2, 40, "random")).toMatch(/Texts are drawn at random\.$/);
  expect(words.lastRoundOf(2, 40, "margin")).toMatch(/Texts are chosen by margin\.$/);
});
