import { expect, test } from "vitest";
import {
  changed,
  type ClassRow,
  keyProblem,
  keysOf,
  moved,
  parseLines,
  problems,
  unready,
  withClasses,
  withValues,
  without,
  withRowAfter,
} from "./class-rows";

const rows = (...names: string[]): ClassRow[] =>
  names.map((name, at) => ({ id: at + 1, key: "", name, description: "" }));
const names = (found: readonly ClassRow[]) => found.map(({ name }) => name);

test("rows are added, moved and removed in place, and keep who they are", () => {
  const three = rows("a", "b", "c");
  expect(names(withRowAfter(three, 0))).toEqual(["a", "", "b", "c"]);
  expect(new Set(withRowAfter(three, 0).map(({ id }) => id)).size).toBe(4);
  expect(names(moved(three, 0, 2))).toEqual(["b", "c", "a"]);
  expect(names(moved(three, 0, -1))).toEqual(["a", "b", "c"]);
  expect(names(moved(three, 2, 3))).toEqual(["a", "b", "c"]);
  expect(names(without(three, 2))).toEqual(["a", "c"]);
  expect(changed(three, 2, { name: "x" })[1]).toMatchObject({ ...three[1], name: "x" });
});

test("many lines become classes: a name, and what it means", () => {
  expect(parseLines("Refund: money back\n\n  Ratio 3:1 \nCard\tlost or stolen\r\n")).toEqual([
    { name: "Refund", description: "money back" },
    { name: "Ratio 3:1", description: "" },
    { name: "Card", description: "lost or stolen" },
  ]);
});

test("classes are added once; those there keep their words, and empty rows make way", () => {
  const kept = changed(rows("a", ""), 1, { description: "first" });
  const found = withClasses(kept, [
    { name: "b" },
    { name: "a", description: "other" },
    { name: "b" },
  ]);
  expect(names(found)).toEqual(["a", "b"]);
  expect(found[0]!.description).toBe("first");
  expect(new Set(found.map(({ id }) => id)).size).toBe(2);
});

test("the values of another column take the place of those taken before, not of what was written", () => {
  const first = withValues(rows("mine", ""), ["a", "b", "c"]);
  expect(names(first)).toEqual(["mine", "a", "b", "c"]);
  const described = changed(first, first[1]!.id, { description: "of the first letter" });
  const second = withValues(described, ["x", "a"]);
  expect(names(second)).toEqual(["mine", "a", "x"]);
  expect(second[1]!.description).toBe("of the first letter");
  expect(new Set(second.map(({ id }) => id)).size).toBe(3);
});

test("a key that can't be is refused on the spot, with who has it", () => {
  const taken = changed(rows("Refund", "Other"), 1, { key: "3" });
  expect(keyProblem(taken, 2, "3")).toContain("Refund");
  expect(keyProblem(taken, 1, "3")).toBeNull();
  expect(keyProblem(taken, 2, "f")).toContain("digits");
  expect(keyProblem(taken, 2, "")).toBeNull();
});

test("rows without a key of their own show the digit they will have", () => {
  const found = keysOf(changed(rows("a", "b", "c"), 2, { key: "1" }));
  expect([1, 2, 3].map((id) => found.get(id))).toEqual(["2", "1", "3"]);
});

test("one can go on with two names that differ", () => {
  expect(unready(rows("a", " "))).toContain("two");
  expect(unready(rows("a", "a"))).not.toBeNull();
  expect([...problems(rows("a", "a ")).keys()]).toEqual([2]);
  expect(unready(rows("a", "b"))).toBeNull();
});
