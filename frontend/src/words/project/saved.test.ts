import { expect, test } from "vitest";
import { curveOf, pointOf, reasonOf } from "@/components/chart/examples";
import type { Reason } from "@/words/reasons";
import { saved } from "./saved";

type Found = NonNullable<ReturnType<typeof curveOf>["labels_saved"]>;

const told = (
  found: (Pick<Found, "lower" | "estimate" | "extrapolated"> & Partial<Found>) | null,
  reasons: Reason[] = [],
) => {
  const rest = { at_labels: 300, level: 0.95, seconds: null, cost: null };
  const labels_saved = found && { ...rest, ...found };
  const { figure, sentence } = saved(curveOf([pointOf()], { labels_saved, reasons }));
  return [figure, sentence].map((words) => words.replaceAll("\u00a0", " "));
};

test("what random sampling would have needed at least is the figure", () => {
  expect(told({ lower: 1210, estimate: 1340, extrapolated: false })).toEqual([
    "1,210",
    "Random sampling would have needed at least 1,210 more labels, most likely 1,340.",
  ]);
});

test("with what they would have taken, as far as that is known", () => {
  const found = { lower: 210, estimate: 300, extrapolated: false };
  const seconds = { lower: 4_200, estimate: 6_000 };
  expect(told({ ...found, seconds })[1]).toContain("210 more labels (about 1 h 10 min), most");
  expect(told({ ...found, seconds, cost: { lower: 29.2, estimate: 41 } })[1]).toContain(
    "(about 1 h 10 min, €29.20)",
  );
});

test.each([
  [0, 40, "0", "most likely have needed 40 more labels, at worst as many."],
  [-120, 40, "−120", "most likely have needed 40 more labels, at worst 120 fewer labels."],
  [-120, -1, "−120", "most likely have needed 1 fewer label, at worst 120 fewer labels."],
])("a bound of %d stands there as plainly", (lower, estimate, figure, words) => {
  const [shown, sentence] = told({ lower, estimate, extrapolated: true });
  expect(shown).toBe(figure);
  expect(sentence).toBe(`Random sampling might have done as well: it would ${words}`);
});

test("where nothing is known it says why, in the sentence of the service", () => {
  const why = {
    ...reasonOf("few_audit_items_to_compare"),
    detail: "30 of the 40 audit texts that are needed to say what was saved.",
  };
  expect(told(null, [reasonOf("few_evaluation_items"), why])).toEqual([
    "Too early to say",
    "30 of the 40 audit texts that are needed to say what was saved.",
  ]);
  expect(told(null)[1]).toContain("audit texts");
});
