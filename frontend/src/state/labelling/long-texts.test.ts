import { expect, test } from "vitest";
import { needsRoom } from "./long-texts";
import type { Queue, Slot } from "./queue";

const SHORT = "Where is my order? ".repeat(4);
const LONG = "a".repeat(601);
const slot = (text: string, id = 1) => ({ item: { id, text } }) as Slot;
const queue = (current: string, ...upcoming: string[]) =>
  ({ current: slot(current), upcoming: upcoming.map((text) => slot(text, 2)) }) as Queue;

test("a text has the room by its letters, by its lines, or where it didn't fit", () => {
  expect(needsRoom(queue(SHORT), null, false)).toBe(false);
  expect(needsRoom(queue(LONG), null, false)).toBe(true);
  const beside = { item: { id: 1, text: SHORT, columns: { remark: LONG, none: null } } } as never;
  expect(needsRoom({ ...queue(SHORT), current: beside }, null, false)).toBe(true);
  expect(needsRoom(queue("a\n".repeat(9)), null, false)).toBe(true);
  expect(needsRoom(queue(SHORT), 1, false)).toBe(true);
  expect(needsRoom(queue(SHORT), 2, false)).toBe(false);
});

test("a short text after a long one has its answers near again, unless another long one follows", () => {
  expect(needsRoom(queue(SHORT, SHORT), null, true)).toBe(false);
  expect(needsRoom(queue(SHORT, SHORT, SHORT, LONG), null, true)).toBe(true);
  expect(needsRoom(queue(SHORT, SHORT, SHORT, SHORT, LONG), null, true)).toBe(false);
  expect(needsRoom(queue(SHORT, LONG), null, false)).toBe(false);
});
