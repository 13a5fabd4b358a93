import { expect, test } from "vitest";
import { remarks, sentence } from "./headline";
import { curveOf, forecastOf, pointOf, reasonOf, statsOf } from "@/components/chart/examples";
import type { Schema } from "@/api/client";
import type { Stop } from "./stop";

const plain = (words: string) => words.replaceAll("\u00a0", " ");

const VAGUE = { labels: 5, audit_labels: 2, estimate: null, low: 0.21, high: 1 };

test.each([
  ["no labels", { labels: 0 }, [], null, "No labels yet."],
  [
    "no round",
    { labels: 3 },
    [],
    60,
    "0 of 20 audit texts answered. First figure in about 60 labels.",
  ],
  [
    "a wide interval",
    { labels: 40, audit_labels: 12 },
    [VAGUE],
    27,
    "12 of 20 audit texts answered. First figure in about 27 labels.",
  ],
  [
    "nothing known of what is to come",
    { labels: 5 },
    [VAGUE],
    null,
    "0 of 20 audit texts answered.",
  ],
  [
    "enough, unmeasured",
    { labels: 60, audit_labels: 23 },
    [VAGUE],
    0,
    "23 audit texts answered. The first figure comes with the next measurement.",
  ],
  [
    "a figure",
    { labels: 1215, audit_labels: 120 },
    [{ labels: 1212, audit_labels: 120, estimate: 0.84, low: 0.79, high: 0.88 }],
    null,
    "84 % accurate (79–88) after 1,212 labels.",
  ],
])("with %s it says what is known", (_, stats, points, labels_to_first_estimate, words) => {
  const curve = curveOf(points.map(pointOf), { labels_to_first_estimate });
  expect(plain(sentence(curve, statsOf(stats)))).toBe(words);
});

test("how many audit texts a figure needs is the service's to say", () => {
  const curve = curveOf([], {
    enough_audit_items: { estimate: 30, labels_saved: 60, class_figures: 10 },
  });
  expect(plain(sentence(curve, statsOf({ labels: 9, audit_labels: 4 })))).toContain("4 of 30");
});

test("below it stands what the first figure waits for", () => {
  const detail = "No round has been measured yet. The first measurement waits for a worker.";
  const curve = curveOf([], { reasons: [{ code: "not_measured", detail, figures: {} }] });
  expect(remarks(curve, statsOf({ labels: 150 }))).toEqual([detail]);
});

test("below it stands what a figure rests on, or will", () => {
  const first = (curve: ReturnType<typeof curveOf>) =>
    plain(remarks(curve, statsOf({ labels: 9 }))[0]!);
  expect(first(curveOf([pointOf(VAGUE)]))).toContain("drawn at random");
  expect(first(curveOf([pointOf({ audit_labels: 71 })]))).toContain("Measured on 71 audit texts");
  expect(remarks(curveOf([]), statsOf())).toEqual([
    "1,000\u00a0texts to label, alone or with others.",
  ]);
});

const target = { value: 0.9 };
const toTarget = (part: Parameters<typeof curveOf>[1], stop: Stop | null = null) =>
  remarks(curveOf([pointOf()], { target, ...part }), statsOf({ labels: 100, stop })).map(plain)[1];

test("what the target still takes stands there with its range", () => {
  expect(toTarget({ forecast: forecastOf() })).toBe(
    "About 130 more labels (60–240) to your target of 90 %.",
  );
  const forecast = forecastOf({
    seconds: { low: 1_000, estimate: 2_400, high: 4_000 },
    cost: { low: 7, estimate: 16.5, high: 28 },
    date: { low: "2026-12-01", estimate: "2026-12-03", high: "2026-12-09" },
  });
  expect(toTarget({ forecast })).toMatch(
    /: about 40 min of people's time, a cost of €16\.50, done by December 3, 2026 at today's pace\.$/,
  );
});

test("where the labels of a forecast have come since, it says that they are there", () => {
  const more_labels = { low: 0, estimate: 0, high: 30 };
  expect(toTarget({ forecast: forecastOf({ more_labels }) })).toMatch(
    /^By the last forecast [\d,]+ labels reach 90 % \([\d,]+–[\d,]+\)\. They are there: the next measurement tells\.$/,
  );
  expect(toTarget({ forecast: forecastOf({ more_labels, reached: 0.89 }) })).toBe(
    "89 % likely that you have reached 90 %: the next measurement tells.",
  );
});

test("a forecast says how likely it is that it can be kept, unless that goes without saying", () => {
  const cone = [100, 500].map((labels) => ({ labels, low: 0.8, estimate: 0.85, high: 0.9 }));
  expect(toTarget({ forecast: forecastOf({ within: 0.38, cone }) })).toBe(
    "About 130 more labels (60–240) to your target of 90 %. (38 % chance that 500 labels in all are enough.)",
  );
  expect(toTarget({ forecast: forecastOf({ within: 0.97, cone }) })).not.toContain("chance");
});

test("what a target takes that is likely reached already supposes that it isn't", () => {
  expect(toTarget({ forecast: forecastOf({ reached: 0.89 }) })).toBe(
    "89 % likely that you have reached 90 %. Otherwise about 130 more labels (60–240).",
  );
});

test("where nobody can say what it takes, it says why; once it is reached it says nothing", () => {
  const forecast_reason = reasonOf("curve_not_rising");
  expect(toTarget({ forecast_reason })).toBe("What the service says.");
  expect(toTarget({ target: null, forecast_reason })).toBeUndefined();
  const reached = { light: "green", level: 0.9, target: 0.9, reached_at_labels: 90 } as const;
  expect(toTarget({ forecast: forecastOf() }, { ...reached, reasons: [] })).toBeUndefined();
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
  expect(line(apart)).toContain("differs from your other texts by more than chance");
  const few = [reasonOf("few_evaluation_items", { items: 40, needed: 100 })];
  expect(line(curveOf([pointOf()], { reasons: few }))).toContain(
    "40 of the 100 labelled texts needed",
  );
  const inPool = [reasonOf("test_set_in_pool", { items: 0, needed: 100, in_pool: 240 })];
  expect(line(curveOf([pointOf()], { reasons: inPool }))).toContain(
    "Left out: 240 texts that are also to label",
  );
  expect(line(curveOf([pointOf()]))).toContain("measured with the next round");
  expect(line(curveOf([pointOf()]), false)).not.toContain("test set");
});

test("of sets of classes the headline goes by what the project names, and says what that is", () => {
  const found = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
  const of_sets = {
    exact_match: found(0.3),
    jaccard: found(0.5),
    micro_f1: found(0.6),
    macro_f1: found(0.4),
  };
  const curve = curveOf([pointOf({ estimate: 0.6, low: 0.5, high: 0.7 })], {
    metric: "micro_f1",
    of_sets,
  });
  const stats = statsOf({ labels: 100 });
  expect(plain(sentence(curve, stats))).toBe("60 % micro-F1 (50–70) after 100 labels.");
  expect(plain(remarks(curve, stats)[1]!)).toMatch(
    /Frequent classes count most\. Exactly right 30 % \(20–40\), Overlap \(Jaccard\) 50 % \(40–60\), Macro-F1 40 % \(30–50\)\.$/,
  );
});

test("by macro-F1 it says what that is once there is a figure, and not twice", () => {
  const evaluation = { value: 0.72, low: 0.65, high: 0.79, macro_f1: 0.72, items: 400 };
  const measured = curveOf([pointOf({ estimate: 0.6, low: 0.5, high: 0.7, evaluation })], {
    metric: "macro_f1",
  });
  const stats = statsOf({ labels: 100 });
  expect(plain(sentence(measured, stats))).toBe("60 % macro-F1 (50–70) after 100 labels.");
  const lines = remarks(measured, stats, true).map(plain).join(" | ");
  expect(lines).toContain("Rare classes count as much as frequent ones.");
  expect(lines).toContain("On your test set of 400 texts: 72 % macro-F1 (65–79).");
  const few = curveOf([pointOf({ estimate: null })], { metric: "macro_f1" });
  expect(remarks(few, stats).join(" ")).not.toContain("Rare classes");
});

test("a figure says which encoders its model had not read", () => {
  const unread_views = [{ encoder: "sentence_transformer", share: 0.77 }];
  const lines = remarks(curveOf([pointOf()], { unread_views }), statsOf({ labels: 100 })).map(
    plain,
  );
  expect(lines).toContain(
    "Measured without sentence transformer. It covers 77 % of the texts so far.",
  );
  const none = remarks(curveOf([pointOf(VAGUE)], { unread_views }), statsOf({ labels: 100 }));
  expect(none.join(" ")).not.toContain("Measured without");
});

test("while an encoder still reads it says what texts are chosen from", () => {
  const of = (texts: number | null, labels: number) => {
    const chosen_from = texts === null ? null : { texts, views: [] };
    return remarks(
      curveOf([pointOf()]),
      statsOf({ labels, items: 100_000, last_round: { chosen_from } as Schema<"PastRound"> }),
    ).map(plain);
  };
  const said =
    "Texts are chosen from 8,000 of 100,000, drawn at random, until every encoder has read the rest.";
  expect(of(8_000, 0)).toContain(said);
  expect(of(8_000, 60)).toContain(said);
  expect(of(null, 60)).not.toContain(said);
});
