import { expect, test } from "vitest";
import { reasonOf } from "@/components/chart/examples";
import { type Stop, why, word } from "./stop";

const stopOf = (part: Partial<Stop>): Stop => ({
  light: "red",
  level: 0.9,
  target: 0.9,
  reached_at_labels: null,
  reasons: [],
  ...part,
});

test.each([
  ["red", stopOf({}), "Go on"],
  ["amber", stopOf({ light: "amber" }), "Maybe"],
  ["amber, of worth alone", stopOf({ light: "amber", target: null }), "Go on"],
  ["green", stopOf({ light: "green", target: 0.925, reached_at_labels: 300 }), "Enough for 92.5 %"],
  ["green, of worth", stopOf({ light: "green" }), "Enough"],
  ["no light", null, "No target"],
])("%s is said in a word", (_, stop, words) => {
  expect(word(stop).replaceAll("\u00a0", " ")).toBe(words);
});

test("its reasons are the sentences of the service", () => {
  const detail = "At least 90 % of all texts are predicted right: 102 audit texts showed it.";
  const reasons = [
    { ...reasonOf("target_reached"), detail },
    { ...reasonOf("not_worth_more"), detail: "The next 100 labels cost more." },
  ];
  expect(why(stopOf({ light: "green", reasons })).replaceAll("\u00a0", " ")).toBe(
    "At least 90 % of all texts are predicted right: 102 audit texts showed it. The next 100 labels cost more.",
  );
  expect(why(null)).toContain("a target");
});
