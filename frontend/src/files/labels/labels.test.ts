import { expect, test } from "vitest";
import {
  consequence,
  otherwise,
  strange,
  unused,
  withoutName,
} from "@/words/data/labels-of-a-file";
import { tableOf } from "../examples";
import { guessLabels, labelColumns, labelled, labelsIn, usedUnasked } from "./labels";

const table = tableOf({ kind: { a: 30, b: 10 }, label: { x: 5, y: 5 } }, { kept: 100 });

test("labels are sought where the classes of the project are, else by the name", () => {
  expect(guessLabels(table, "text", ["a", "c"])).toBe("kind");
  expect(guessLabels(table, "text", ["nothing"])).toBe("label");
  expect(guessLabels(tableOf({ mood: { good: 3 } }), "text", [])).toBeNull();
  expect(labelColumns(table, "kind")).toEqual(["label"]);
});

test("labels count unasked where all are classes, and a new project has something left to label", () => {
  const used = (part: Parameters<typeof tableOf>[1] = {}, leave: "some" | "any" = "some") =>
    usedUnasked(tableOf({ kind: { a: 30, B: 10 } }, part), "text", ["a", "b"], leave);
  expect(used()).toEqual({ column: "kind", create: false, fold: true });
  expect(used({ kept: 40 })).toBeNull();
  expect(used({ kept: 40 }, "any")?.column).toBe("kind");
  expect(used({ whole: false })).toBeNull();
  expect(used({ nameless: new Map([["kind", 1]]) })).toBeNull();
  expect(usedUnasked(table, "text", ["a"], "any")).toBeNull();
  const left = labelsIn(table, ["label", "kind"], ["a", "b"])!;
  expect(unused(table, left)).toBe("40 of 100 rows have a label in “kind”.");
  expect(unused({ ...table, kept: 40 }, left)).toMatch(/nothing would be left to label/);
  expect(labelsIn(table, ["label"], ["a"])).toBeNull();
});

test("what using labels comes to is said beforehand", () => {
  const found = labelled(table, "kind", ["a"]);
  expect(found).toEqual({ rows: 40, strangers: ["b"], recased: [], nameless: 0 });
  expect(consequence(table, found)).toBe(
    "40 of 100 rows have a label and count as answered. People label the other 60.",
  );
  expect(consequence({ ...table, kept: 41 }, found)).toContain("People label the other one.");
  expect(consequence({ ...table, kept: 41 }, { ...found, rows: 1 })).toContain(
    "1 of 41 rows has a label and counts as answered.",
  );
  expect(consequence({ ...table, kept: 40 }, found)).toContain("nothing in this file is left");
  expect(consequence({ ...table, whole: false }, found)).not.toMatch(/\d/);
});

test("values that are no class yet are named, the first of them", () => {
  const of = (...strangers: string[]) => strange({ rows: 9, strangers, recased: [], nameless: 0 });
  expect(of()).toBeNull();
  expect(of("a")).toBe("“a” is not a class yet.");
  expect(of("a", "b")).toBe("“a” and “b” are not classes yet.");
  expect(of("a", "b", "c", "d", "e")).toBe("“a”, “b”, “c” and 2 more are not classes yet.");
});

test("a value in other case than a class, or than one before it, is no stranger", () => {
  const cased = tableOf({ kind: { Spam: 1, ham: 1, spam: 1, HAM: 1, Ham: 1, SPAM: 1, sPam: 1 } });
  const found = labelled(cased, "kind", ["Spam"]);
  expect(found.strangers).toEqual(["ham"]);
  expect(found.recased).toHaveLength(5);
  expect(otherwise(found)).toBe(
    "“spam” means “Spam”, “HAM” means “ham”, “Ham” means “ham” and 2 more.",
  );
  expect(otherwise({ ...found, recased: [] })).toBeNull();
});

test("rows with what names no class are counted, and neither answered nor asked", () => {
  const odd = tableOf({ kind: { a: 7 } }, { kept: 10, nameless: new Map([["kind", 2]]) });
  const found = labelled(odd, "kind", ["a"]);
  expect(withoutName(found)).toMatch(/^2 rows have .* are left out\.$/);
  expect(withoutName({ ...found, nameless: 1 })).toMatch(/^1 row has .* is left out\.$/);
  expect(withoutName({ ...found, nameless: 0 })).toBeNull();
  expect(consequence(odd, found)).toContain("People label the other one.");
  expect(consequence({ ...odd, kept: 9 }, found)).toBe(
    "7 of 9 rows have a label and count as answered. None is left to label.",
  );
});
