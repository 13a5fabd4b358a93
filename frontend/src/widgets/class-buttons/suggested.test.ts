import { expect, test } from "vitest";
import { singleLabel } from "../single-label";
import { multiLabel } from "../multi-label";
import type { Asked } from "../widget";
import { hasRow } from "./suggested";

const { keys: answerKeys, suggested: suggestedAnswers, suggestionKeys } = singleLabel;

const asked = (count: number, suggests?: boolean): Asked => ({
  answer_kind: "single_label",
  classes: Array.from({ length: count }, (_, id) => ({ id, name: `class ${id}` })),
  ...(suggests === undefined ? {} : { suggests }),
});
const LIKELY = [
  { class: "class 4", probability: 0.7 },
  { class: "class 2", probability: 0.2 },
  { class: "class 9", probability: 0.05 },
];

test("up to ten classes Enter takes the likeliest, and digits stay with the classes", () => {
  const few = asked(10, true);
  expect([...suggestedAnswers(few, LIKELY)]).toEqual([["Enter", { class: "class 4" }]]);
  expect([...answerKeys(few).keys()].join("")).toBe("1234567890");
  expect(hasRow(few)).toBe(false);
});

test("with more, the digits are the places of the row and nothing else", () => {
  const many = asked(11, true);
  expect(hasRow(many)).toBe(true);
  expect([...suggestedAnswers(many, LIKELY)]).toEqual([
    ["1", { class: "class 4" }],
    ["2", { class: "class 2" }],
    ["3", { class: "class 9" }],
  ]);
  expect(answerKeys(many).size).toBe(0);
});

test("where an item shows none, its keys do nothing: they never mean another class", () => {
  const many = asked(77, true);
  expect(suggestionKeys(many)).toEqual(["1", "2", "3", "4", "5", "6"]);
  expect(suggestedAnswers(many, []).size).toBe(0);
  expect([...suggestedAnswers(many, LIKELY.slice(0, 1)).keys()]).toEqual(["1"]);
});

test("without suggestions the first ten classes keep their digits", () => {
  for (const plain of [asked(77, false), asked(77)]) {
    expect(suggestionKeys(plain)).toEqual([]);
    expect(suggestedAnswers(plain, LIKELY).size).toBe(0);
    expect(answerKeys(plain).size).toBe(10);
  }
});

test("of sets they are parts: a row has its keys, and without one Enter saves", () => {
  expect(multiLabel.suggestionKeys(asked(10, true))).toEqual([]);
  expect([...multiLabel.suggested(asked(11, true), LIKELY)][1]).toEqual([
    "2",
    { classes: ["class 2"] },
  ]);
  expect(multiLabel.keys(asked(11, true)).size).toBe(0);
  expect(multiLabel.keys(asked(10, true)).size).toBe(10);
});

test("with more classes than digits each answers by its code, and none by it with fewer", () => {
  const coded = (count: number, suggests: boolean): Asked => ({
    ...asked(count, suggests),
    classes: asked(count).classes.map((each) => ({ ...each, code: `A${each.name.at(-1)}` })),
  });
  expect(answerKeys(coded(11, true)).get("A9")).toEqual({ class: "class 9" });
  expect([...answerKeys(coded(11, false)).keys()]).toContain("1");
  expect(multiLabel.keys(coded(11, true)).get("A9")).toEqual({ classes: ["class 9"] });
  expect([...answerKeys(coded(10, false)).keys()].join("")).toBe("1234567890");
});
