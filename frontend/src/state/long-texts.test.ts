import { expect, test } from "vitest";
import { hasLongText } from "./long-texts";
import { EMPTY, type Slot } from "./queue";

const slot = (text: string) => ({ item: { id: 1, text } }) as Slot;

test("a text is long by its letters or by its lines, on the screen or to come", () => {
  const short = slot("Where is my order? ".repeat(4));
  expect(hasLongText(EMPTY)).toBe(false);
  expect(hasLongText({ current: short, upcoming: [short] })).toBe(false);
  expect(hasLongText({ current: short, upcoming: [slot("a".repeat(601))] })).toBe(true);
  expect(hasLongText({ current: slot("a\n".repeat(9)), upcoming: [] })).toBe(true);
});
