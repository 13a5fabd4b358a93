import { expect, test } from "vitest";
import { axes, drawn, place, span, spread, strategyName, describe } from "./curve-data";
import { curveOf, pointOf } from "./examples";

const early = pointOf({ labels: 20, audit_labels: 5, estimate: null, low: 0.1, high: 0.9 });
const wide = pointOf({ labels: 60, audit_labels: 15, estimate: null, low: 0.4, high: 0.9 });
const firm = pointOf({ labels: 100, audit_labels: 25, estimate: 0.8, low: 0.64, high: 0.91 });
const later = pointOf({ labels: 200, audit_labels: 50, estimate: 0.86, low: 0.74, high: 0.93 });
const baseline = [
  { labels: 50, estimate: 0.6, low: 0.5, high: 0.7, extrapolated: false },
  { labels: 100, estimate: 0.7, low: 0.6, high: 0.8, extrapolated: false },
  { labels: 400, estimate: 0.85, low: 0.7, high: 0.9, extrapolated: true },
];

test("only points on enough check texts join the line; the others are kept as bars", () => {
  const { x, estimate, points } = drawn(curveOf([early, wide, firm, later]), "labels");
  expect(x).toEqual([20, 60, 100, 200]);
  expect(estimate).toEqual([null, null, 0.8, 0.86]);
  expect(points.map(({ settled }) => settled)).toEqual([false, false, true, true]);
});

test("the random baseline joins the same columns, and its dotted end meets its dashed one", () => {
  const found = drawn(curveOf([firm], { random: { points: baseline } }), "labels");
  expect(found.x).toEqual([50, 100, 400]);
  expect(found.random).toEqual([0.6, 0.7, null]);
  expect(found.extrapolated).toEqual([null, 0.7, 0.85]);
  expect(found.estimate).toEqual([null, 0.8, null]);
});

test("on the axis of hours the baseline stands where its labels would have been reached", () => {
  const found = drawn(
    curveOf([pointOf({ labels: 100, annotator_seconds: 3_600 })], { random: { points: baseline } }),
    "hours",
  );
  expect(found.x).toEqual([0.5, 1, 4]);
});

test("of two rounds at the same labels the later one counts", () => {
  const again = { ...later, round: 9, estimate: 0.9 };
  const { points, estimate } = drawn(curveOf([firm, later, again]), "labels");
  expect(points.map(({ point }) => point.round)).toEqual([firm.round, 9]);
  expect(estimate).toEqual([0.8, 0.9]);
});

test("a point without a cost has no place on the axis of cost", () => {
  expect(place(firm, "cost")).toBeNull();
  expect(drawn(curveOf([firm, pointOf({ cost: 12 })]), "cost").x).toEqual([12]);
  expect(axes(curveOf([firm]))).toEqual({ labels: true, hours: true, cost: false });
  expect(axes(curveOf([])).hours).toBe(false);
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
  const words = (point: typeof firm) => describe(point).replaceAll("\u00a0", " ");
  expect(words(firm)).toBe(
    "After 100 labels: 80 % (64–91) · 25 check texts · cluster margin · 5 min of people · 2.0 s of computing",
  );
  expect(words({ ...early, cost: 3 })).toContain("After 20 labels: 10–90 %");
  expect(words({ ...firm, cost: 3 })).toContain("cost 3.00");
});

test("names that would touch move apart, and stay inside", () => {
  expect(spread([10, 12, 60], 10, 0, 100)).toEqual([6, 16, 60]);
  expect(spread([98, 99], 10, 0, 100)).toEqual([90, 100]);
  expect(spread([1, 1], 10, 5, 100)).toEqual([5, 15]);
  expect(spread([], 10, 0, 100)).toEqual([]);
});

test.each([
  ["auto@1:coverage@1", "coverage"],
  ["margin@2", "margin"],
  ["random", "random"],
])("strategy %s is called %s", (strategy, name) => {
  expect(strategyName(strategy)).toBe(name);
});

test("the test set is a line of its own, from the first round that it was measured in", () => {
  const evaluation = { value: 0.55, low: 0.5, high: 0.6, macro_f1: 0.5, items: 400 };
  const found = drawn(curveOf([firm, { ...later, evaluation }]), "labels");
  expect(found.tested).toEqual([null, 0.55]);
  expect(span(curveOf([firm, { ...later, evaluation }]))[0]).toBe(0.5);
  expect(describe({ ...later, evaluation }).replaceAll("\u00a0", " ")).toContain(
    "test set 55 % (50–60)",
  );
});
