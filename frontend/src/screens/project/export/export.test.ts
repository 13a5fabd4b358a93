import { expect, test } from "vitest";
import { cells, COLUMNS, type ExportChoice, exportAddress } from "./export";

const ALL: ExportChoice = {
  format: "csv",
  scope: "labelled",
  unique: false,
  machine: false,
  columns: COLUMNS.map(({ name }) => name),
};

test("an address says only what differs from the whole", () => {
  expect(exportAddress(7, ALL)).toBe("/api/v1/projects/7/export?format=csv");
  const some: ExportChoice = { ...ALL, scope: "settled", unique: true, columns: ["text", "label"] };
  expect(exportAddress(7, some, 3)).toBe(
    "/api/v1/projects/7/export?format=csv&settled=true&unique=true&columns=text&columns=label&limit=3",
  );
  expect(exportAddress(7, { ...ALL, scope: "all" })).toContain("everything=true");
});

test("the model's labels come along, but for those who want settled ones", () => {
  expect(exportAddress(7, { ...ALL, machine: true })).toContain("&machine_labels=true");
  const settled = exportAddress(7, { ...ALL, machine: true, scope: "settled" });
  expect(settled).not.toContain("machine_labels");
});

test("a table is read with what is quoted in it", () => {
  expect(cells('id,text\r\n1,"a, ""b""\nc"\r\n2,\r\n')).toEqual([
    ["id", "text"],
    ["1", 'a, "b"\nc'],
    ["2", ""],
  ]);
  expect(cells("")).toEqual([]);
});
