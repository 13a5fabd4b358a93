import { expect, test } from "vitest";
import { linear, spread, ticks } from "./scale";

test("a value stands where its share of the range is", () => {
  const y = linear([0.5, 1], [300, 0]);
  expect([y(0.5), y(0.75), y(1)]).toEqual([300, 150, 0]);
});

test.each([
  [0, 240, 12, 1, [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220, 240]],
  [0, 3, 10, 1, [0, 1, 2, 3]],
  [0, 0.163, 5, 0, [0, 0.05, 0.1, 0.15]],
  [0.5, 1, 8, 0.01, [0.5, 0.6, 0.7, 0.8, 0.9, 1]],
  [0.8, 0.9, 12, 0.01, [0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86, 0.87, 0.88, 0.89, 0.9]],
])("from %d to %d there are round figures", (low, high, most, least, found) => {
  expect(ticks(low, high, most, least)).toEqual(found);
});

test("names that would touch move apart, and stay inside", () => {
  expect(spread([10, 12, 60], 10, 0, 100)).toEqual([6, 16, 60]);
  expect(spread([98, 99], 10, 0, 100)).toEqual([90, 100]);
  expect(spread([1, 1], 10, 5, 100)).toEqual([5, 15]);
  expect(spread([], 10, 0, 100)).toEqual([]);
});
