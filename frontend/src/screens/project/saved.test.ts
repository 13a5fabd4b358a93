import { expect, test } from "vitest";
import { curveOf, pointOf, reasonOf } from "./examples";
import type { Reason } from "./reasons";
import { saved } from "./saved";

type Found = NonNullable<ReturnType<typeof curveOf>["labels_saved"]>;

const told = (
  found: Pick<Found, "lower" | "estimate" | "extrapolated"> | null,
  reasons: Reason[] = [],
) => {
  const labels_saved = found && {
    ...found,
    at_labels: 300,
    level: 0.95,
    seconds: null,
    cost: null,
  };
  const { figure, sentence } = saved(curveOf([pointOf()], { labels_saved, reasons }));
  return [figure, sentence].map((words) => words.replaceAll("\u00a0", " "));
};

test("what random sampling would have needed at least is the figure", () => {
  expect(told({ lower: 1210, estimate: 1340, extrapolated: false })).toEqual([
    "1,210",
    "Random sampling would have needed at least 1,210 more labels for the same accuracy, most likely 1,340 more.",
  ]);
});

test.each([
  [0, 40, "0", "most likely 40 more, at worst as many."],
  [-120, 40, "−120", "most likely 40 more, at worst 120 fewer."],
  [-120, -30, "−120", "most likely 30 fewer, at worst 120 fewer."],
])("a bound of %d stands there as plainly", (lower, estimate, figure, words) => {
  const [shown, sentence] = told({ lower, estimate, extrapolated: true });
  expect(shown).toBe(figure);
  expect(sentence).toBe(`Random sampling might have done as well: ${words}`);
});

test("where nothing is known it says why, in words that nobody has to look up", () => {
  const why = {
    ...reasonOf("few_audit_items_to_compare"),
    detail: "30 of the 40 audit items that labels saved need.",
  };
  expect(told(null, [reasonOf("few_evaluation_items"), why])).toEqual([
    "Too early to say",
    "30 of the 40 check texts that labels saved need.",
  ]);
  expect(told(null)[1]).toContain("check texts");
});
