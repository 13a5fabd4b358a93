import { expect, test } from "vitest";
import { chosen, columnsOf, firstSaid, templateOf, USUAL } from "./columns";
import type { ItemRow } from "./list";

const DATA = ["city", "age"];

const row = (part: Partial<ItemRow>): ItemRow => ({
  ...{ id: 1, external_id: null, text: "A text", label: null, given: null, label_source: null },
  ...{ state: null, annotators: [], decided_by: null, labelled_at: null, prediction: null },
  ...{ suspected: false, open_notes: 0, confidence: null, columns: {} },
  ...part,
});

test("columns that are chosen stand in one order, and those that are gone are left out", () => {
  const now = chosen(chosen(USUAL, "data:age", DATA), "state", DATA);
  expect(now).toEqual(["label", "model", "notes", "who", "when", "state", "data:age"]);
  expect(chosen(now, "who", DATA)).not.toContain("who");
  expect(columnsOf(["data:age", "data:gone", "nonsense", "id"], DATA)).toEqual(["data:age", "id"]);
  expect(columnsOf(undefined, DATA)).toEqual(USUAL);
});

test("a text has the room up to the first column in which something is said", () => {
  const columns = columnsOf(["model", "who", "data:city"], DATA);
  expect(templateOf(columns)).toMatch(/\[text\].*\[model\].*\[who\].*\[data2\].*\[end\]/);
  expect(firstSaid(row({}), columns)).toBe("end");
  expect(firstSaid(row({ columns: { city: "Rome" } }), columns)).toBe("data2");
  expect(firstSaid(row({ annotators: ["Ann"], columns: { city: "Rome" } }), columns)).toBe("who");
});
