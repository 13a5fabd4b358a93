import type { ReactNode } from "react";
import { count, figure } from "../figures";

/** What a row of a file is called. */
type Noun = "line" | "row";
const capital = (noun: Noun): string => (noun === "line" ? "Line" : "Row");

/** A file that is chosen, and what is found in it. */
export const words = {
  // BadLines
  noUsableRow: (noun: Noun, line: ReactNode, reason: ReactNode) => (
    <>
      No {noun} can be used: {noun} {line} has {reason}. Choose another column, or another file.
    </>
  ),
  keeping: (kept: number, read: number, bad: number, noun: Noun) =>
    `Keeping ${figure(kept)} of ${figure(read)}; ${count(bad, `${noun}`)} left out`,
  leftOut: (noun: Noun) => `${capital(noun)}s left out`,
  bad: (noun: Noun, line: number, reason: string) => `${capital(noun)} ${figure(line)}: ${reason}`,
  andMore: (left: number) => `and ${figure(left)} more`,
  // DropArea
  pastedRowsCsv: "Pasted rows.csv",
  pastedRowsNdjson: "Pasted rows.ndjson",
  pastedRowsJson: "Pasted rows.json",
  pastedTextsTxt: "Pasted texts.txt",
  chooseAnotherFile: (name: string) => `${name}. Choose another file`,
  chooseAFile: "Choose a file",
  anotherFile: "Another file",
  dropHint: "Drop a file, click to choose one, or paste rows",
  formatsHint: (largestFile: string, longestText: number) =>
    `CSV or TSV, NDJSON, a JSON array or Parquet, each also as .gz. Up to ${largestFile}; a text has at most ${figure(longestText)} characters.`,
  // Preview
  firstRows: "First rows",
  noName: "(no name)",
  theTexts: ", the texts",
  // DataChooser
  theTextsAreIn: "The texts are in",
  encoding: "Encoding",
  rows: (rows: number) => count(rows, "row"),
  moreThan: (rows: number) => `More than ${count(rows, "row")}`,
  soFar: (rows: number) => `${count(rows, "row")} so far`,
  idsIn: (id: string) => `; ids in “${id}”`,
  partialNote: "; this preview shows only the beginning",
  // MannerFields
  firstLine: "The first line",
  firstLines: {
    named: "names the columns",
    unnamed: "is a row like the others",
    lines: "is a text, like every line",
  },
  askedFirstLine: (begins: string) =>
    `The first line looks like a row, not like names of columns: “${begins}”. It is imported. If it names the columns, say so here.`,
  tookNames: (begins: string) =>
    `The first line names the columns, so “${begins}” is not imported as a text.`,
  marksAreLetters: (rows: number) =>
    rows === 0
      ? "Read quotation marks as letters"
      : `Read quotation marks as letters. That keeps ${count(rows, "row")} more.`,
  commasInTexts: (rows: number) =>
    rows === 0
      ? "Fields too many in a row are part of its text"
      : `${count(rows, "row")} ${rows === 1 ? "has" : "have"} too many fields, as with commas outside quotation marks. Keep them as part of the text.`,
  // LabelsField
  answersColumn: "The right answers are in",
  labelsColumn: "Use the labels in this file",
  chooseAColumn: "Choose a column",
  no: "No",
  from: (name: string) => `From “${name}”`,
  withoutRowsWithOther: "Otherwise rows with other labels are skipped.",
  createClassesFromThe: (found: ReactNode) => <>Create classes from the labels {found}</>,
  withoutRowsThatWriteA: "Otherwise rows with different capitals are skipped.",
  caseIsNoDifference: (found: ReactNode) => <>Ignore case {found}</>,
} as const;
