import { expect, test } from "vitest";
import { kindOf } from "@/screens/new-project/kind";
import { tableOf } from "../examples";
import { Gatherer } from "../gather";
import { labelled } from "./labels";
import { USUAL } from "../manner";
import { namesIn, separatorAs, SetCounter, tableAs } from "./sets";
import type { Table } from "../table";

function tableWith(column: string, values: readonly unknown[]): Table {
  const counter = new SetCounter();
  for (const value of values) counter.add(column, value);
  return tableOf({ [column]: {} }, { sets: counter.sets() });
}

const reading = (table: Table) => ({
  table,
  meaning: { text: "text", id: null },
  encoding: "utf-8" as const,
  manner: USUAL,
  doubts: null,
});

test("a list names classes, in JSON or in a cell, and so does a text with marks between", () => {
  expect(namesIn(["a", "b", "a"], "")).toEqual(["a", "b"]);
  expect(namesIn('["a", 2]', ";")).toEqual(["a", "2"]);
  expect(namesIn("[]", "")).toEqual([]);
  expect(namesIn(" a ; b;", ";")).toEqual(["a", "b"]);
  expect(namesIn("a; b", "")).toEqual(["a; b"]);
  expect(namesIn("{urgent}; b", ";")).toEqual(["{urgent}", "b"]);
  for (const none of ["", " ; ", null, ["a", null], { a: 1 }])
    expect(namesIn(none, ";")).toBeNull();
});

test("of Prodigy what was accepted counts", () => {
  const gathered = new Gatherer("text", null);
  const rows = ["accept", "reject", "ignore"].map((answer, line) => ({
    line,
    fields: { text: answer, accept: ["a", "b"], answer },
  }));
  gathered.add(rows, true);
  expect(gathered.sets.sets().get("accept")?.get("")?.rows).toBe(1);
});

test("of Prodigy a choice is named by the text of its option", () => {
  const gathered = new Gatherer("text", null);
  const options = [{ id: "0", text: "SPORT" }, { id: 1, text: "ARTS" }, { id: "2" }];
  const rows = [["0"], [1], ["2"], []].map((accept, line) => ({
    line,
    fields: { text: `${line}`, options, accept, answer: "accept" },
  }));
  gathered.add(rows, true);
  const counts = new Map([
    ["SPORT", 1],
    ["ARTS", 1],
    ["2", 1],
  ]);
  expect(gathered.values.get("accept")).toEqual(counts);
  expect(gathered.nameless.get("accept")).toBeUndefined();
});

test("of Prodigy a class that was rejected or ignored is no label", () => {
  const gathered = new Gatherer("text", null);
  const rows = ["accept", "reject", "ignore"].map((answer, line) => ({
    line,
    fields: { text: answer, label: "SPORT", answer },
  }));
  gathered.add(rows, true);
  expect(gathered.values.get("label")).toEqual(new Map([["SPORT", 1]]));
});

test("lists as other tools write them", () => {
  for (const given of [
    { choices: ["a", "b"] },
    '{"choices": ["a", "b"]}',
    [["a", "b"]],
    [{ value: ["a", "b"], user_id: "1" }],
    [
      { value: ["a", "b"], status: "submitted" },
      { value: ["b"], status: "draft" },
    ],
    [
      ["a", "b"],
      ["b", "a"],
    ],
  ])
    expect(namesIn(given, ""), JSON.stringify(given)).toEqual(["a", "b"]);
  const discarded = [{ value: ["a"], status: "discarded" }];
  for (const none of [[["a"], ["b"]], { choices: 3 }, [["a"], null], discarded])
    expect(namesIn(none, ""), JSON.stringify(none)).toBeNull();
});

test("lists tell that a text may have several classes", () => {
  const table = tableWith("kinds", [["a"], ["a", "b"], [], ["b"]]);
  expect(kindOf({ kind: null }, reading(table))).toBe("multi_label");
  expect(kindOf({ kind: "single_label" }, reading(table))).toBe("single_label");
  const read = tableAs("multi_label", table);
  expect(labelled(read, "kinds", ["a"])).toMatchObject({ rows: 4, strangers: ["b"], nameless: 0 });
  expect(separatorAs("multi_label", table, "kinds")).toBeNull();
});

test("an empty list tells nothing: doccano has one where nobody gave a label", () => {
  const table = tableWith("label", [["a"], [], ["b"], []]);
  expect(kindOf({ kind: null }, reading(table))).toBe("single_label");
});

test("so do marks in a column of labels, where the parts come again", () => {
  const values = ["a; b", "a", "b; c", "c", "a; c", "b"];
  expect(separatorAs("multi_label", tableWith("labels", values), "labels")).toBe(";");
  expect(separatorAs("single_label", tableWith("labels", values), "labels")).toBeNull();
  for (const [column, cells] of [
    ["remark", values],
    ["label", ["a, b", "a", "a, b", "b", "a"]],
    ["label", ["a; b", "c; d", "e"]],
  ] as const)
    expect(kindOf({ kind: null }, reading(tableWith(column, cells)))).toBe("single_label");
});
