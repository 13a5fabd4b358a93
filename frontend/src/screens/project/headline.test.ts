import { expect, test } from "vitest";
import { remarks, sentence } from "./headline";
import { curveOf, pointOf, reasonOf, statsOf } from "./examples";
import type { Reason } from "./reasons";

const plain = (words: string) => words.replaceAll("\u00a0", " ");

const VAGUE = { labels: 5, audit_labels: 2, estimate: null, low: 0.21, high: 1 };

test.each([
  ["no labels", { labels: 0 }, [], "No labels yet."],
  ["no round", { labels: 3 }, [], "0 of 20 check texts answered."],
  ["a wide interval", { labels: 5, audit_labels: 2 }, [VAGUE], "2 of 20 check texts answered."],
  [
    "nearly enough",
    { labels: 60, audit_labels: 19 },
    [{ ...VAGUE, audit_labels: 19, low: 0.55, high: 0.93 }],
    "19 of 20 check texts answered.",
  ],
  ["enough, unmeasured", { labels: 60, audit_labels: 23 }, [VAGUE], "23 check texts answered."],
  [
    "a figure",
    { labels: 1215, audit_labels: 120 },
    [{ labels: 1212, audit_labels: 120, estimate: 0.84, low: 0.79, high: 0.88 }],
    "84 % accurate (79–88) after 1,212 labels.",
  ],
])("with %s it says what is known", (_, stats, points, words) => {
  expect(plain(sentence(curveOf(points.map(pointOf)), statsOf(stats)))).toBe(words);
});

test.each([
  [{ labels: 3 }, "How good a model is shows after 20 of them."],
  [{ labels: 50, audit_labels: 12 }, "How good a model is shows after about 34 more labels."],
  [{ labels: 60, audit_labels: 20 }, "The first figure comes with the next measurement."],
])("before there is a figure it says when it comes: %o", (stats, words) => {
  const [first] = remarks(curveOf([pointOf(VAGUE)]), statsOf(stats)).map(plain);
  expect(first).toContain(words);
});

test("how many check texts a figure needs is the service's to say", () => {
  const curve = curveOf([], { enough_audit_items: { estimate: 30, labels_saved: 60 } });
  expect(plain(sentence(curve, statsOf({ labels: 9, audit_labels: 4 })))).toContain("4 of 30");
});

test("what was saved is a lower bound, and extrapolation is said", () => {
  const point = pointOf({ audit_labels: 80 });
  const saved = { lower: 190, estimate: 230, extrapolated: false };
  const reasons = [reasonOf("few_audit_items_to_compare", { audit_items: 30, needed: 40 })];
  const line = (labels_saved: typeof saved | null, audit_labels = 80, why: Reason[] = []) =>
    plain(
      remarks(
        curveOf([point], { labels_saved, reasons: why }),
        statsOf({ labels: 300, audit_labels }),
      )[0]!,
    );
  expect(line(saved)).toBe("At least 190 labels saved against random sampling.");
  expect(line({ ...saved, extrapolated: true })).toContain("(extrapolated)");
  expect(line({ ...saved, lower: -4 })).toContain("No labels saved");
  expect(line(null, 30, reasons)).toContain("sampling: 30 of the 40 check texts");
  expect(line(null)).toContain("not known yet");
});

test.each([
  [
    "green",
    [reasonOf("target_reached", { target: 90, labels: 1300, audit_items: 102 })],
    ["It has reached your target of 90 %: that was shown after 1,300 labels."],
  ],
  [
    "amber",
    [reasonOf("target_near", { target: 92.5, low: 85, high: 95, audit_items: 60, next_look: 68 })],
    ["It may have reached your target of 92.5 %: 68 check texts may show it."],
  ],
  ["red", [reasonOf("target_far", { target: 90, low: 70, high: 82 })], []],
  [
    "green",
    [reasonOf("target_far", { target: 90 }), reasonOf("not_worth_more", { labels: 100 })],
    ["The next 100 labels cost more than they can be worth."],
  ],
] as const)("what the light says is said in words: %s", (light, reasons, words) => {
  const stop = { light, level: 0.9, target: 0.9, reached_at_labels: null, reasons: [...reasons] };
  // The light decides, not the interval of the last point.
  const last = pointOf({ low: 0.91, estimate: 0.95, audit_labels: 60 });
  const curve = curveOf([last], { target: { value: 0.9 }, stop });
  const lines = remarks(curve, statsOf({ labels: 200, audit_labels: 60 })).map(plain);
  expect(lines.filter((line) => /target|worth/.test(line))).toEqual(words);
});

test("time is said as soon as there is some, cost once there is a price", () => {
  const last = (seconds: number, cost: number | null) =>
    plain(remarks(curveOf([]), statsOf({ labels: 9, annotator_seconds: seconds, cost })).at(-1)!);
  expect(last(90, null)).toBe("2 min of people's time so far.");
  expect(last(7500, 52.083)).toBe("2 h 5 min of people's time so far, at a cost of 52.08.");
  expect(last(0, null)).toContain("shows after");
});

test("the figure of a test set stands beside that of the audit items", () => {
  const evaluation = { value: 0.82, low: 0.78, high: 0.86, macro_f1: 0.794, items: 400 };
  const line = (curve: ReturnType<typeof curveOf>, testSet = true) =>
    remarks(curve, statsOf({ labels: 200, audit_labels: 60 }), testSet)
      .map(plain)
      .join(" | ");
  const measured = curveOf([pointOf({ evaluation })]);
  expect(line(measured)).toContain(
    "On your test set of 400 texts: 82 % accurate (78–86), macro-F1 0.79.",
  );
  const apart = curveOf([pointOf({ evaluation })], {
    reasons: [reasonOf("evaluation_set_differs")],
  });
  expect(line(apart)).toContain("differs from the pool by more than chance");
  const few = [reasonOf("few_evaluation_items", { items: 40, needed: 100 })];
  expect(line(curveOf([pointOf()], { reasons: few }))).toContain(
    "40 of the 100 texts that a figure needs",
  );
  expect(line(curveOf([pointOf()]))).toContain("measured with the next round");
  expect(line(curveOf([pointOf()]), false)).not.toContain("test set");
});
