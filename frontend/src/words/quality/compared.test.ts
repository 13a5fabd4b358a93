import { expect, test } from "vitest";
import { compared } from "./compared";

const share = (value: number | null, low: number, high: number) => ({
  ...{ value, low, high },
  items: 40,
});

test("a change is more than chance where the intervals have nothing in common", () => {
  const before = share(0.5, 0.4, 0.6);
  expect(compared(before, share(0.8, 0.7, 0.9))).toEqual({ words: "+30.0 points", clear: true });
  expect(compared(before, share(0.3, 0.2, 0.39))?.clear).toBe(true);
  expect(compared(before, share(0.55, 0.45, 0.65))?.words).toBe("+5.0 points, may be chance");
  expect(compared(before, share(0.501, 0.4, 0.6))?.words).toBe("the same");
  expect(compared(before, share(null, 0, 1))).toBeNull();
  expect(compared(undefined, before)).toBeNull();
});
