import { expect, test, vi } from "vitest";
import {
  ago,
  amount,
  bytes,
  count,
  currencies,
  duration,
  energy,
  lasting,
  mass,
  percents,
  points,
  reached,
} from "./figures";

const plain = (words: string) => words.replaceAll("\u00a0", " ");

test.each([
  [0.03, "30 ms"],
  [0.4, "0.4 s"],
  [9.97, "10 s"],
  [89, "89 s"],
  [91, "2 min"],
  [3_599, "1 h"],
  [5_400, "1 h 30 min"],
  [360_000, "100 h"],
])("%d seconds are %s", (seconds, words) => {
  expect(plain(duration(seconds))).toBe(words);
});

test("what goes on for days is told in days", () => {
  expect(plain(lasting(86_400))).toBe("24 h");
  expect(plain(lasting(18_522_000))).toBe("214 days");
});

test.each([
  [
    [0.505, 0.495],
    ["51 %", "49 %"],
  ],
  [
    [0.335, 0.335, 0.33],
    ["34 %", "33 %", "33 %"],
  ],
  [
    [0.125, 0.125, 0.125, 0.625],
    ["13 %", "13 %", "12 %", "62 %"],
  ],
  [
    [1, 0],
    ["100 %", "0 %"],
  ],
  [
    [0.29, 0.71],
    ["29 %", "71 %"],
  ],
  [[], []],
])("shares %j of a whole are %j", (shares, words) => {
  expect(percents(shares).map(plain)).toEqual(words);
});

test.each([
  ["2026-01-10T11:59:30Z", "just now"],
  ["2026-01-10T11:00:00Z", "1 h ago"],
  ["2026-01-09T11:00:00Z", "yesterday"],
  ["2026-01-03T12:00:00Z", "7 days ago"],
  ["2026-01-10T12:05:00Z", "just now"],
])("%s is %s", (moment, words) => {
  expect(plain(ago(moment, Date.parse("2026-01-10T12:00:00Z")))).toBe(words);
});

test.each(["America/Los_Angeles", "Pacific/Auckland"])("a day is that day in %s", async (zone) => {
  vi.stubEnv("TZ", zone);
  vi.resetModules();
  const { date } = await import("./figures");
  expect(date("2026-12-03")).toBe("December 3, 2026");
  vi.unstubAllEnvs();
});

test("a count has its noun", () => {
  expect([count(1, "label"), count(1_200, "label")].map(plain)).toEqual([
    "1 label",
    "1,200 labels",
  ]);
});

test.each([
  [0.0214, "+2.1"],
  [-0.004, "−0.4"],
  [-0.0004, "0.0"],
  [0, "0.0"],
])("%d of a share are %s points", (share, words) => {
  expect(points(share)).toBe(words);
});

test.each([
  [0, "0 B"],
  [999, "1,000 B"],
  [2_400_000, "2.4 MB"],
  [7.8e9, "7.8 GB"],
])("%d bytes are %s", (value, words) => {
  expect(plain(bytes(value))).toBe(words);
});

test.each([
  [14, "14 Wh (8.4–20)"],
  [0.0123, "12 mWh (7.4–17)"],
  [2_500, "2.5 kWh (1.5–3.5)"],
  [0, "0 Wh"],
])("%d watt-hours are told with their band", (value, words) => {
  expect(plain(energy({ value, low: 0.6 * value, high: 1.4 * value }))).toBe(words);
});

test.each([
  [0.798, 0.8, "79.8 %"],
  [0.79996, 0.8, "79.9 %"],
  [0.8, 0.8, "80 %"],
  [0.784, 0.8, "78 %"],
  [0.798, null, "80 %"],
  [0.926, 0.925, "93 %"],
  [0.924, 0.925, "92 %"],
])("%d of a target of %d is told as %s", (share, target, words) => {
  expect(plain(reached(share, target))).toBe(words);
});

test("so are grams", () => {
  expect(plain(mass({ value: 6.6, low: 4, high: 9.3 }))).toBe("6.6 g (4–9.3)");
});

test("money is written in its currency", () => {
  expect(amount(1_234.5, "EUR")).toBe("€1,234.50");
  expect(amount(12, "JPY")).toBe("¥12");
  expect(plain(amount(7, "CHF"))).toBe("CHF 7.00");
  expect(currencies().map(({ value }) => value)).toContain("USD");
});
