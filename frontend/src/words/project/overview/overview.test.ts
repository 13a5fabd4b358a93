import { expect, test } from "vitest";
import { words } from "./overview";

test("how texts are chosen is told as one says it", () => {
  const said = (name: string, automatic: boolean) => words.lastRoundOf(2, 40, { name, automatic });
  expect(said("random", false)).toMatch(/Texts are drawn at random\.$/);
  expect(said("margin", false)).toMatch(/Texts are chosen by margin\.$/);
  expect(said("margin herding", true)).toMatch(
    /Texts are chosen automatically, now by margin herding\.$/,
  );
});
