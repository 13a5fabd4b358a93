import { expect, test } from "vitest";
import {
  addColumns,
  chosen,
  columnsIn,
  columnsOf,
  firstSaid,
  templateOf,
  USUAL,
  wordsOf,
} from "./columns";
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
  const { columns } = columnsOf(["data:age", "data:gone", "nonsense", "id"], DATA);
  expect(columns).toEqual(["data:age", "id"]);
  expect(columnsOf(undefined, DATA).columns).toEqual(USUAL);
});

test("a text has the room up to the first column in which something is said", () => {
  const shown = columnsOf(["model", "who", "data:city"], DATA);
  const { columns } = shown;
  expect(templateOf(shown)).toMatch(/\[text\].*\[model\].*\[who\].*\[data2\].*\[end\]/);
  expect(firstSaid(row({}), columns)).toBe("end");
  expect(firstSaid(row({ columns: { city: "Rome" } }), columns)).toBe("data2");
  expect(firstSaid(row({ annotators: ["Ann"], columns: { city: "Rome" } }), columns)).toBe("who");
});

test("an address says which columns there are and how wide, and comes back as it was", () => {
  const words = ["label~160", "id", "data:city~90"];
  const address = new URLSearchParams("state=settled");
  addColumns(address, words);
  const shown = columnsOf(columnsIn(`?${address}`), DATA);
  expect(wordsOf(shown)).toEqual(words);
  expect(templateOf(shown)).toMatch(/\[label\] 160px.*\[id\] clamp.*\[data2\] 90px/);
  expect(columnsOf(["label~999", "who~20"], []).widths).toEqual(
    new Map(Object.entries({ label: 480, who: 48 })),
  );
  // A column of a file may be called like that.
  expect(columnsOf(["data:a~50"], ["a~50"])).toEqual({ columns: ["data:a~50"], widths: new Map() });
});

test("the usual columns need no words, and none at all does", () => {
  const said = (words: readonly string[] | undefined) => {
    const address = new URLSearchParams();
    addColumns(address, words);
    return address.toString();
  };
  expect([said(undefined), said(USUAL), said([])]).toEqual(["", "", "columns="]);
  expect(columnsOf(columnsIn("?columns="), DATA).columns).toEqual([]);
  expect(columnsIn("?state=settled")).toBe(undefined);
});
