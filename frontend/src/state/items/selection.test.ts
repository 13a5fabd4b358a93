import { expect, test } from "vitest";
import { row } from "./fakes";
import { all, changes, MOST_SELECTED, toggled, withRange } from "./selection";

const rows = Array.from({ length: MOST_SELECTED + 100 }, (_, index) => row(index + 1));

test("a text is marked, and no more", () => {
  const one = toggled(new Set(), 4);
  expect([...one]).toEqual([4]);
  expect([...toggled(one, 4)]).toEqual([]);
});

test("a range is marked from either end, beside what was marked", () => {
  expect([...withRange(new Set([9]), rows, 3, 1)]).toEqual([9, 2, 3, 4]);
  expect([...withRange(new Set(), rows, 1, 3)]).toEqual([2, 3, 4]);
});

test("no more are marked than change at once", () => {
  expect(all(rows).size).toBe(MOST_SELECTED);
  expect(all(rows).has(1)).toBe(true);
  expect(withRange(new Set(), rows, 0, MOST_SELECTED + 50).size).toBe(MOST_SELECTED);
  expect(toggled(all(rows), rows.length).has(rows.length)).toBe(false);
});

test("what a label would change is counted", () => {
  const of = (...classes: string[]) => ({ classes });
  const some = [row(1), row(2, { given: of("a", "b") }), row(3, { given: of("a, b") })];
  expect([of("b", "a"), of("a, b"), of()].map(changes(some))).toEqual([2, 2, 3]);
});
