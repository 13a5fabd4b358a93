import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { readProblem, Unreachable } from "@/state/errors";
import { words } from "@/words/project/export";

/** What a line of an export may have, and what people call it. */
export const COLUMNS = [
  { name: "id", title: words.number },
  { name: "external_id", title: words.yourId },
  { name: "text", title: words.text },
  { name: "label", title: words.label },
  { name: "label_source", title: words.labelSource },
  { name: "confidence", title: words.agreementShare },
  { name: "decided_by", title: words.whoDecided },
  { name: "annotations", title: words.whoAnsweredAndWhat },
  { name: "data", title: words.columnsOfYourFile },
] as const;
export type ColumnName = (typeof COLUMNS)[number]["name"];

export const SCOPES = [
  { value: "labelled", label: words.withALabel },
  { value: "settled", label: words.withASettledLabelEnough },
  { value: "all", label: words.allWithoutALabelToo },
] as const;

export interface ExportChoice {
  format: string;
  scope: (typeof SCOPES)[number]["value"];
  /** A line a text, not a row of a file. */
  unique: boolean;
  /** The model's labels too, where people gave none. */
  machine: boolean;
  columns: ColumnName[];
}

const LINES = 3;

/** Where the file is. */
export function exportAddress(projectId: number, choice: ExportChoice, limit?: number): string {
  const { format, scope, unique, machine, columns } = choice;
  const query = new URLSearchParams({ format });
  if (scope === "all") query.set("everything", "true");
  if (scope === "settled") query.set("settled", "true");
  if (unique) query.set("unique", "true");
  if (machine && scope !== "settled") query.set("machine_labels", "true");
  if (columns.length < COLUMNS.length) for (const name of columns) query.append("columns", name);
  if (limit) query.set("limit", String(limit));
  return `/api/v1/projects/${projectId}/export?${query.toString()}`;
}

export interface Preview {
  /** The names of the columns; null where each line names its own. */
  header: string[] | null;
  rows: string[][];
}

/** The first lines: a workbook's as the table that it is, a column store's as the lines it packs. */
export const preview = (projectId: number, choice: ExportChoice) => {
  const isTable = ["csv", "xlsx"].includes(choice.format);
  const shown = { ...choice, format: isTable ? "csv" : "jsonl" };
  return queryOptions({
    queryKey: ["projects", projectId, "export", shown],
    queryFn: async (): Promise<Preview> => {
      const response = await fetch(exportAddress(projectId, shown, LINES)).catch(() => {
        throw new Unreachable();
      });
      if (!response.ok) throw await readProblem(response);
      const text = await response.text();
      if (!isTable) return { header: null, rows: lines(text) };
      const [header = [], ...rows] = cells(text);
      return { header, rows };
    },
    enabled: choice.columns.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
};

const lines = (text: string): string[][] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => [line]);

/** The rows of a small CSV file of ours. */
export function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (quoted === undefined && plain === "" && end === "" && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
}
