import { expect, test } from "vitest";
import { curveOf, pointOf, reasonOf } from "@/components/chart/examples";
import type { Reason } from "@/words/terms/reasons";
import { saved } from "./labels-saved";

type Found = NonNullable<ReturnType<typeof curveOf>["labels_saved"]>;

const fact = (part: Partial<Found> | null, reasons: Reason[] = []) => {
  const whole = { at_labels: 300, lower: 210, estimate: 300, upper: 450, extrapolated: false };
  const ranges = { low: null, high: null, likely_low: null, likely_high: null };
  const told = { is_significant: true, audits_to_tell: null };
  const rest = { ...whole, ...ranges, ...told, level: 0.95, seconds: null, cost: null };
  const labels_saved = part && { ...rest, ...part };
  const { figure, range, sentence } = saved(curveOf([pointOf()], { labels_saved, reasons }));
  return [figure, range ?? "", sentence].map((words) => words.replaceAll("\u00a0", " "));
};

test("the estimate is the figure, its interval stands behind it", () => {
  expect(fact({ lower: 1210, estimate: 1340, upper: 1500 })).toEqual([
    "About 1,340 labels saved",
    "(1,210–1,500)",
    "Random sampling would have needed that many more.",
  ]);
});

test("with what they would have taken, as far as that is known", () => {
  const seconds = { lower: 4_200, estimate: 6_000 };
  expect(fact({ seconds })[2]).toContain("many more: about 1 h 40 min.");
  expect(fact({ seconds, cost: { lower: 29.2, estimate: 41 } })[2]).toContain(
    ": about 1 h 40 min and €41.00.",
  );
});

test("while nobody can tell whether any were saved there is no number, but when to ask again", () => {
  const unsure = { lower: -49, estimate: 200, upper: 450, is_significant: false };
  expect(fact({ ...unsure, audits_to_tell: 143 })).toEqual([
    "Can't tell yet",
    "",
    "Ask again at about 150 audit texts.",
  ]);
  expect(fact(unsure)).toEqual([
    "Can't tell yet",
    "",
    "More audit texts are unlikely to tell on a pool of this size.",
  ]);
});

test("where only a bound holds it says so, and gives no per cent", () => {
  expect(fact({ lower: 20, upper: null })).toEqual([
    "About 300 labels saved",
    "(at least 20)",
    "Random sampling would have needed that many more. The saving may be far larger.",
  ]);
});

test("labels that random sampling would not have needed are said as plainly", () => {
  expect(fact({ lower: -120, estimate: -80, upper: -10 })).toEqual([
    "About 80 labels more",
    "(10–120)",
    "Random sampling would have needed fewer labels.",
  ]);
});

test("the wide range stands behind the figure, the likely one in the sentence", () => {
  const ranges = { likely_high: 310, high: 1300 };
  expect(fact({ ...ranges, low: 20, likely_low: 50, estimate: 90 }).slice(0, 2)).toEqual([
    "About 90 labels saved",
    "(20–1,300)",
  ]);
  expect(fact({ ...ranges, low: 20, likely_low: 50 })[2]).toBe(
    "Random sampling would have needed that many more. With 80 % certainty it is 50–310.",
  );
});

test("where nothing is known it says why, in the sentence of the service", () => {
  const why = {
    ...reasonOf("few_audit_items_to_compare"),
    detail: "The last measurement had 30 of the 40 audit texts needed to say what was saved.",
  };
  expect(fact(null, [reasonOf("few_evaluation_items"), why])).toEqual([
    "Too early to say",
    "",
    "The last measurement had 30 of the 40 audit texts needed to say what was saved.",
  ]);
  expect(fact(null)[2]).toContain("audit texts");
});
