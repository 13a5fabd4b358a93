import { expect, test } from "vitest";
import { tableOf } from "./examples";
import { classColumns, guessId, guessText, textProblem } from "./table";

test.each([
  ["by its name", ["id", "body", "category"], [["1", "a", "b"]], "body"],
  ["by its length", ["nr", "mail", "kind"], [["1", "a longer thing to read", "x"]], "mail"],
  [
    "not by the length of an address",
    ["link", "said"],
    [["https://a.example/very/long/path", "yes well"]],
    "said",
  ],
  ["the only one", ["x"], [["1"]], "x"],
])("the text column is guessed %s", (_, columns, rows, text) => {
  expect(guessText(columns, rows)).toBe(text);
});

test("a column that names rows is found by its name, and is never the text", () => {
  expect(guessId(["ticket_id", "text"], "text")).toBe("ticket_id");
  expect(guessId(["ticket_id", "id", "text"], "text")).toBe("id");
  expect(guessId(["id", "label"], "id")).toBeNull();
});

test("columns that can be the classes: named so first, and none with a value per row", () => {
  const one = (...values: string[]) => Object.fromEntries(values.map((value) => [value, 1]));
  const table = tableOf({
    lang: one("en", "de"),
    label: one("b10", "b9", "a"),
    nr: one(...Array.from({ length: 60 }, (_, at) => `${at}`)),
    same: one("x"),
  });
  const found = classColumns(table, "text");
  expect(found.map(({ column }) => column)).toEqual(["label", "lang"]);
  expect(found[0]!.values).toEqual(["a", "b9", "b10"]);
});

test("of spellings that differ only in case the one that is written most can be a class", () => {
  const table = tableOf({ kind: { spam: 1, Spam: 5, SPAM: 2, ham: 3 } });
  expect(classColumns(table, "text")[0]!.values).toEqual(["ham", "Spam"]);
});

test.each<[unknown, string | null]>([
  [undefined, "no “t”"],
  [12, "“t” is not a text"],
  ["  ", "“t” is empty"],
  ["a\0", "“t” holds a NUL character"],
  ["ok", null],
])("a text of %o: %s", (text, problem) => {
  expect(textProblem("t", text)).toBe(problem);
});

test("a text longer than the service takes is a bad one", () => {
  expect(textProblem("t", "x".repeat(200_000))).toBeNull();
  expect(textProblem("t", "x".repeat(200_001))).toBe("“t” is longer than 200,000 characters");
});
