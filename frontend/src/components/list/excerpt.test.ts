import { expect, test } from "vitest";
import { excerpt } from "./excerpt";

const shown = (text: string, query: string) =>
  excerpt(text, query)
    .map(({ words, found }) => (found ? `[${words}]` : words))
    .join("");

test.each([
  ["My  card\nis lost", "", "My card is lost"],
  ["My card is lost", "CARD", "My [card] is lost"],
  ["My card is lost", "card is", "My [card is] lost"],
  ["My card is lost", "lost card", "My [card] is [lost]"],
  ["a.c abc", "a.c", "[a.c] abc"],
  ["Turmoil over oil, öloil and OIL", "oil", "Turmoil over [oil], öloil and [OIL]"],
  ["Turmoil", "oil", "Turm[oil]"],
  ["nothing", "card", "nothing"],
  ["", "card", ""],
])("%j with %j is %j", (text, query, line) => {
  expect(shown(text, query)).toBe(line);
});

test("what stands far inside is brought to the front", () => {
  const text = `${"word ".repeat(40)}needle ${"word ".repeat(9)}`.trim();
  const line = shown(text, "needle");
  expect(line.startsWith("…")).toBe(true);
  expect(line.indexOf("[needle]")).toBeLessThan(50);
  expect(line.endsWith("word")).toBe(true);
});
