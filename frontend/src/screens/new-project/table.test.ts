import { expect, test } from "vitest";
import { classColumns, guessId, guessText, type Table, textProblem } from "./table";

test.each([
  ["by its name", ["id", "body", "category"], [["1", "a", "b"]], "body"],
  ["by its length", ["nr", "mail", "kind"], [["1", "a longer thing to read", "x"]], "mail"],
  ["not by the length of an address", ["link", "said"], [["https://a.example/very/long/path", "yes well"]], "said"],
  ["the only one", ["x"], [["1"]], "x"],
])("the text column is guessed %s", (_, columns, rows, text) => {
  expect(guessText(columns, rows)).toBe(text);
});

test("a column that names rows is found by its name, and is never the text", () => {
  expect(guessId(["ticket_id", "text"], "text")).toBe("ticket_id");
  expect(guessId(["ticket_id", "id", "text"], "text")).toBe("id");
  expect(guessId(["id", "label"], "id")).toBeNull();
});

function tableWith(values: Record<string, string[]>, read = 100): Table {
  return {
    format: "csv",
    encoding: "UTF-8",
    delimiter: ",",
    columns: ["text", ...Object.keys(values)],
    rows: [],
    kept: read,
    read,
    bad: [],
    values: new Map(
      Object.entries(values).map(([name, list]) => [name, new Map(list.map((v) => [v, 1]))]),
    ),
    done: true,
  };
}

test("columns that can be the classes: named so first, and none with a value per row", () => {
  const table = tableWith({
    lang: ["en", "de"],
    label: ["b10", "b9", "a"],
    nr: Array.from({ length: 60 }, (_, at) => `${at}`),
    same: ["x"],
  });
  const found = classColumns(table, "text");
  expect(found.map(({ column }) => column)).toEqual(["label", "lang"]);
  expect(found[0]!.values).toEqual(["a", "b9", "b10"]);
});

test.each([
  [undefined, "no “t”"],
  [12, "“t” is not a text"],
  ["  ", "“t” is empty"],
  ["a\0b", "“t” holds a NUL character"],
  ["fine", null],
])("a text of %o: %s", (text, problem) => {
  expect(textProblem("t", text)).toBe(problem);
});
