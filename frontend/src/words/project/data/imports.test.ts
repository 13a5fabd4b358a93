import { expect, test } from "vitest";
import type { Import } from "@/api/queries";
import { consequence, counts, refusal, rowNoun, standing } from "./imports";

const one: Import = {
  import_id: 1,
  job_id: null,
  state: "ready",
  role: "pool",
  labels: "ignore",
  create_classes: false,
  fold_case: false,
  separator: null,
  encoding: "utf-8",
  quoting: "standard",
  file_name: "a.csv",
  received: 1_000,
  inserted: 1_000,
  duplicates: 0,
  rejected: 0,
  labelled: 0,
  conflicts: 0,
  warnings: [],
  error: null,
  created_at: "2026-01-01T00:00:00Z",
  finished_at: "2026-01-01T00:00:09Z",
};
const plain = (words: string) => words.replaceAll("\u00a0", " ");
const words = (part: Partial<Import>) =>
  counts({ ...one, ...part }).map(({ words }) => plain(words));

test("an import says what became of its rows, and nothing of what there is none of", () => {
  expect(words({})).toEqual(["1,000 rows", "1,000 new"]);
  expect(
    words({ received: 10, inserted: 5, duplicates: 1, labelled: 4, rejected: 4, conflicts: 2 }),
  ).toEqual(["10 rows", "5 new", "1 duplicate", "4 labels", "4 left out", "2 conflicts"]);
});

test("rows that were left out and labels that differ can be looked into", () => {
  const warnings = [{ line: 3, detail: "long" }];
  const looks = counts({ ...one, rejected: 4, conflicts: 2, warnings }).map(({ look }) => look);
  expect(looks).toEqual([undefined, undefined, "rejected", "conflicts", "warnings"]);
  expect(words({ warnings })).toContain("1 warning");
});

test.each([
  [
    "No column 'text'. The file has: 'a'. Name the text column with `text=`.",
    "Choose the right col",
  ],
  [
    "The header has: 'a'. Rename a column, or name the text column with `text=`.",
    "Choose the right",
  ],
  ["No row has a column 'k'. The file has: 'a'. Name the right one with `label=`.", "Choose the r"],
  ["the project has no class 'x'; `create_classes=true` adds it", "“Create classes"],
  ["no class 'a|b'; if it means several classes, send `separator=|`", "write them as a list"],
  ["let case be no difference with `fold_case=true`", "“Ignore case”"],
  [
    'Write "" for one, or, where quotation marks are only letters, send the file with quoting=none (`--quoting none`).',
    "for one.",
  ],
  [
    "take this import back and send the file again with `labels=import`; `labels=ignore` says that they are data.",
    "again, with “Use the labels in this file”.",
  ],
  [
    "Save the file as UTF-8, or name its encoding: charset=utf-16 in the content type (`--encoding utf-16`), if it is that.",
    "choose its encoding",
  ],
])("a refusal says what to do here: %s", (detail, words) => {
  expect(refusal(detail)).toContain(words);
  expect(refusal(detail)).not.toMatch(/`|=|--/);
});

test("where an import stands goes without saying when all is as usual", () => {
  const states = (["ready", "running", "failed", "reverted"] as const).map((state) =>
    standing({ ...one, state }),
  );
  expect(states).toEqual([null, "reading", "couldn't be read", "taken back"]);
  expect(standing({ ...one, role: "evaluation" })).toBe("test set");
});

test("rows go by line, where a file has lines", () => {
  const named = ["a.csv", "a.json", "a.Parquet", "a.json.gz", null].map((file_name) =>
    rowNoun({ ...one, file_name }),
  );
  expect(named).toEqual(["Line", "Row", "Row", "Row", "Line"]);
});

test("what taking a file back comes to is said before it is done", () => {
  expect(consequence(one)).toContain("Its 1,000 new texts leave the project");
  expect(plain(consequence({ ...one, inserted: 1, labelled: 1 }))).toContain(
    "Its 1 new text leaves the project, with the 1 label that came in the file.",
  );
  expect(consequence({ ...one, role: "evaluation" })).toContain("no longer used to measure");
});
