import { expect, test } from "vitest";
import {
  asQuery,
  changed,
  findsUnlabelled,
  fromAddress,
  groupOf,
  groupWord,
  narrowing,
  narrowingValues,
  toAddress,
  toggled,
  valuesOf,
  wholeWordsFirst,
  widest,
  without,
  withoutModel,
} from "./filters";

test("what is in an address comes back in one order, and nothing else", () => {
  const filters = fromAddress("?sort=confidence&class=Refund&q=my+card&item=3&annotator=4");
  expect(filters).toEqual({
    q: "my card",
    class: "Refund",
    annotator: "4",
    sort: "confidence",
  });
  expect(toAddress(filters)).toBe("q=my+card&class=Refund&annotator=4&sort=confidence");
  expect(fromAddress(toAddress(filters))).toEqual(filters);
});

test.each([
  "state=gone",
  "annotator=x",
  "annotator=0",
  "confidence_below=2",
  "confidence_below=.5",
  "disagreement=false",
  "q=",
  "q=a%00b",
  `q=${"a".repeat(201)}`,
])("what no filter means is left out: %s", (search) => {
  expect(fromAddress(search)).toEqual({});
});

test("where nothing is predicted nothing is asked of a model", () => {
  const asked = fromAddress("?class=Refund&predicted=Card&suspected=true&sort=-confidence");
  expect(withoutModel(asked)).toEqual({ class: "Refund" });
  expect(withoutModel(fromAddress("?sort=-labelled_at"))).toEqual({ sort: "-labelled_at" });
});

test("whole words come first where words alone bring an order", () => {
  expect(wholeWordsFirst({ q: "oil", class: "a", sort: "ordinal" })).toBe(true);
  expect(wholeWordsFirst({ q: "oil", suspected: "true" })).toBe(true);
  expect(wholeWordsFirst({ q: "oil", sort: "confidence" })).toBe(false);
  expect(wholeWordsFirst({ q: "oil", predicted: "a" })).toBe(false);
  expect(wholeWordsFirst({ class: "a" })).toBe(false);
});

test("names of classes may be anything", () => {
  for (const name of ["a&b=c", "ש", "50 %", "#1"])
    expect(fromAddress(toAddress({ class: name }))).toEqual({ class: name });
});

test("the usual order isn't worth a word", () => {
  expect(toAddress({ sort: "ordinal" })).toBe("");
});

test("a filter is set, replaced and taken away", () => {
  const one = changed({}, "class", "Refund");
  expect(changed(one, "class", "Other")).toEqual({ class: "Other" });
  expect(changed(one, "class", null)).toEqual({});
  expect(changed(one, "state", "gone")).toEqual(one);
});

test("a filter may have several values, each its own word of the address", () => {
  const two = toggled(toggled({}, "class", "a&b"), "class", "c");
  expect(toAddress(two)).toBe("class=a%26b&class=c");
  expect(fromAddress(toAddress(two))).toEqual(two);
  expect(valuesOf(two, "class")).toEqual(["a&b", "c"]);
  expect(asQuery({ ...two, q: "x" })).toEqual({ class: ["a&b", "c"], q: "x" });
  expect(narrowingValues({ ...two, q: "x" })).toEqual([
    ["q", "x"],
    ["class", "a&b"],
    ["class", "c"],
  ]);
  expect(toggled(two, "class", "a&b")).toEqual({ class: "c" });
  expect(without({ class: "c" }, "class", "c")).toEqual({});
  expect(toggled({ q: "a" }, "q", "b")).toEqual({ q: "b" });
  expect(fromAddress("?q=a&q=b&class=a%0Ab&state=settled&state=settled")).toEqual({
    q: "a",
    state: "settled",
  });
});

test("texts without a label are found where one of the states has some", () => {
  expect(findsUnlabelled(fromAddress("?state=settled&state=unlabelled"))).toBe(true);
  expect(findsUnlabelled(fromAddress("?state=settled&state=labelled"))).toBe(false);
});

test("texts are in one order at a time", () => {
  const near = changed({ q: "a", sort: "confidence" }, "meaning", "late parcels");
  expect(near).toEqual({ q: "a", meaning: "late parcels" });
  expect(changed(near, "similar", "7")).toEqual({ q: "a", similar: "7" });
  expect(changed(near, "sort", "-confidence")).toEqual({ q: "a", sort: "-confidence" });
});

test("a group of texts that are alike is named by its middle and how alike they are", () => {
  for (const word of ["7-95", "largest-90"])
    expect(groupWord(groupOf(fromAddress(`?copies=${word}`))!)).toBe(word);
  expect(groupOf(fromAddress("?copies=largest-90"))).toEqual({ middle: null, likeness: 90 });
  for (const word of ["7", "7-50", "0-95", "none-95"])
    expect(fromAddress(`?copies=${word}`)).toEqual({});
  expect(groupOf({ similar: "7" })).toBe(null);
});

test("the order is no filter, and stays when all go", () => {
  const filters = { sort: "confidence", q: "a", suspected: "true" };
  expect(narrowing(filters)).toEqual(["q", "suspected"]);
  expect(widest(filters)).toEqual({ sort: "confidence" });
});
