import { expect, test } from "vitest";
import { tableOf } from "./examples";
import { consequence, guessLabels, labelColumns, labelled, strange } from "./labels";

const table = tableOf({ kind: { a: 30, b: 10 }, label: { x: 5, y: 5 } }, { kept: 100 });

test("labels are sought where the classes of the project are, else by the name", () => {
  expect(guessLabels(table, "text", ["a", "c"])).toBe("kind");
  expect(guessLabels(table, "text", ["nothing"])).toBe("label");
  expect(guessLabels(tableOf({ mood: { good: 3 } }), "text", [])).toBeNull();
  expect(labelColumns(table, "kind")).toEqual(["label"]);
});

test("what using labels comes to is said beforehand", () => {
  const found = labelled(table, "kind", ["a"]);
  expect(found).toEqual({ rows: 40, strangers: ["b"] });
  expect(consequence(table, found)).toBe(
    "40 of 100 rows have a label and count as answered; the other 60 are asked.",
  );
  expect(consequence({ ...table, kept: 41 }, found)).toContain("the other one is asked.");
  expect(consequence({ ...table, kept: 41 }, { ...found, rows: 1 })).toContain(
    "1 of 41 rows has a label and counts as answered;",
  );
  expect(consequence({ ...table, kept: 40 }, found)).toContain("none of this file is left");
  expect(consequence({ ...table, whole: false }, found)).not.toMatch(/\d/);
});

test("values that are no class yet are named, the first of them", () => {
  const of = (...strangers: string[]) => strange({ rows: 9, strangers });
  expect(of()).toBeNull();
  expect(of("a")).toBe("“a” is no class yet.");
  expect(of("a", "b")).toBe("“a” and “b” are no classes yet.");
  expect(of("a", "b", "c", "d", "e")).toBe("“a”, “b”, “c” and 2 more are no classes yet.");
});
