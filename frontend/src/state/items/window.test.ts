import { expect, test } from "vitest";
import { windowOf } from "./window";

test("a window holds what is in view and some more, also of 100,000 rows", () => {
  for (const above of [0, 39, 400, 123_456, 3_999_000]) {
    const { first, end } = windowOf(above, 900, 40, 100_000);
    expect(first).toBeLessThanOrEqual(Math.floor(above / 40));
    expect(end).toBeGreaterThanOrEqual(Math.min(100_000, Math.ceil((above + 900) / 40)));
    expect(end - first).toBeLessThanOrEqual(23 + 2 * 12 + 2 * 6);
  }
});

test("nothing is drawn of nothing, nor beyond the end", () => {
  expect(windowOf(0, 900, 40, 0)).toEqual({ first: 0, end: 0 });
  expect(windowOf(9_999, 900, 40, 10)).toEqual({ first: 10, end: 10 });
  expect(windowOf(-300, 900, 40, 3)).toEqual({ first: 0, end: 3 });
});

test("scrolling by a row draws nothing new", () => {
  expect(windowOf(1_000, 880, 40, 500)).toEqual(windowOf(1_040, 880, 40, 500));
});
