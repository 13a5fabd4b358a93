import { expect, test } from "vitest";
import { axes, legend, describe, drawn, isSettled, place, span, strategyName } from "./curve-data";
import { curveOf, forecastOf, pointOf } from "./examples";

const early = pointOf({ labels: 20, audit_labels: 5, estimate: null, low: 0.1, high: 0.9 });
const wide = pointOf({ labels: 60, audit_labels: 15, estimate: null, low: 0.4, high: 0.9 });
const firm = pointOf({ labels: 100, audit_labels: 25, estimate: 0.8, low: 0.64, high: 0.91 });
const later = pointOf({ labels: 200, audit_labels: 50, estimate: 0.86, low: 0.74, high: 0.93 });
const forecast = forecastOf({
  cone: [
    { labels: 100, low: 0.75, estimate: 0.8, high: 0.85 },
    { labels: 200, low: 0.78, estimate: 0.88, high: 0.94 },
    { labels: 400, low: 0.8, estimate: 0.91, high: 0.98 },
  ],
});
const baseline = [
  { labels: 50, estimate: 0.6, low: 0.5, high: 0.7, extrapolated: false },
  { labels: 100, estimate: 0.7, low: 0.6, high: 0.8, extrapolated: false },
  { labels: 400, estimate: 0.85, low: 0.7, high: 0.9, extrapolated: true },
];

const places = (shown: ReturnType<typeof drawn>) => shown.points.map(({ x }) => x);

test("points stand from left to right, and tell whether they are on enough audit texts", () => {
  const shown = drawn(curveOf([early, wide, firm, later]), "labels");
  expect(places(shown)).toEqual([20, 60, 100, 200]);
  expect(shown.points.map(({ point }) => isSettled(point))).toEqual([false, false, true, true]);
  expect(shown.end).toBe(200);
});

test("the random baseline stands beside them, and the axis ends where the longer one does", () => {
  const { random, end } = drawn(curveOf([firm], { random: { points: baseline } }), "labels");
  expect(random.map(({ x }) => x)).toEqual([50, 100, 400]);
  expect(end).toBe(400);
});

test("on the axis of hours the baseline stands where its labels would have been reached", () => {
  const { random } = drawn(
    curveOf([pointOf({ labels: 100, annotator_seconds: 3_600 })], { random: { points: baseline } }),
    "hours",
  );
  expect(random.map(({ x }) => x)).toEqual([0.5, 1, 4]);
});

test("of two rounds at the same labels the later one counts", () => {
  const again = { ...later, round: 9, estimate: 0.9 };
  const { points } = drawn(curveOf([firm, later, again]), "labels");
  expect(points.map(({ point }) => point.round)).toEqual([firm.round, 9]);
});

test("a point without a cost has no place on the axis of cost", () => {
  expect(place(firm, "cost")).toBeNull();
  expect(places(drawn(curveOf([firm, pointOf({ cost: 12 })]), "cost"))).toEqual([12]);
  const possible = axes(curveOf([firm]));
  expect(possible).toEqual({ labels: true, hours: true, cost: false });
  expect(axes(curveOf([])).hours).toBe(false);
});

test("the legend says what is drawn, as it is drawn, and nothing of what isn't", () => {
  const entries = (curve: ReturnType<typeof curveOf>) => legend(drawn(curve, "labels"), 20);
  const strokes = (curve: ReturnType<typeof curveOf>) => entries(curve).map(({ stroke }) => stroke);
  expect(entries(curveOf([early]))).toEqual([
    { stroke: "bar", words: expect.stringContaining("starts at 20 audit texts") as string },
  ]);
  expect(strokes(curveOf([firm]))).toEqual(["dot"]);
  expect(strokes(curveOf([firm, later]))).toEqual(["line"]);
  const random = { points: baseline };
  expect(strokes(curveOf([firm], { random, forecast }))).toEqual(["dot", "projected", "dotted"]);
});

test("of what is to come as much is drawn as there is, so that the curve keeps its room", () => {
  const curve = curveOf([firm], { forecast });
  const { cone, end, span } = drawn(curve, "labels");
  expect(cone.map(({ x }) => x)).toEqual([100, 200]);
  expect([end, span]).toEqual([200, [0.6, 1]]);
  expect(drawn(curve, "hours").cone.map(({ x }) => x)).toEqual([1 / 12, 1 / 6]);
});

test("the axis of accuracy begins at a round figure under the data, not at zero", () => {
  expect(span(curveOf([early, firm, later]))).toEqual([0.6, 1]);
  expect(span(curveOf([early]))).toEqual([0.1, 0.9]);
  expect(span(curveOf([later], { random: { points: baseline } }))[0]).toBe(0.7);
  expect(span(curveOf([firm], { random: { points: baseline } }))[0]).toBe(0.6);
  const low = { labels: 5, estimate: 0.2, low: 0.1, high: 0.3, extrapolated: false };
  expect(span(curveOf([firm], { random: { points: [low] } }))[0]).toBe(0.6);
  expect(span(curveOf([]))).toEqual([0, 1]);
});

test("a point is told in words, with what is not known left out", () => {
  const words = (point: typeof firm) => describe(point, null, "EUR").replaceAll("\u00a0", " ");
  const watt_hours = { value: 14, low: 9, high: 20 };
  expect(words({ ...firm, watt_hours })).toBe(
    "After 100 labels: 80 % (64–91) · 25 audit texts · 5 min of people · 2.0 s of computing",
  );
  expect(words({ ...early, cost: 3 })).toContain("After 20 labels: 10–90 %");
  expect(words({ ...firm, cost: 3 })).toContain("cost €3.00");
});

test.each([
  ["auto@1:coverage@1", "coverage"],
  ["margin@2", "margin"],
  ["random", "random"],
])("strategy %s is called %s", (strategy, name) => {
  expect(strategyName(strategy)).toBe(name);
});

test("the test set's figure is in view, and in words", () => {
  const evaluation = { value: 0.55, low: 0.5, high: 0.6, macro_f1: 0.5, items: 400 };
  expect(span(curveOf([firm, { ...later, evaluation }]))[0]).toBe(0.5);
  expect(describe({ ...later, evaluation }, null, "EUR").replaceAll("\u00a0", " ")).toContain(
    "test set 55 % (50–60)",
  );
});
