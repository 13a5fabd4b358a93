import type { ReactNode } from "react";
import { count, figure } from "@/words/figures";

/** The files of a project. */
export const words = {
  // RejectedDialog
  thatWereLeftOut: (found: string) => `${found}s that were left out`,
  andReasons: (found: string) => `${found}s and reasons`,
  moreRows: (left: number) => `${figure(left)} more are not listed here.`,
  // WarningsDialog
  warningsTitle: "Imported, with warnings",
  warnings: "Warnings",
  // ConflictsDialog
  labelsThatDifferFrom: "Labels that conflict with existing ones",
  conflictsNote: "The existing label stays.",
  rowsAndLabels: "Rows and labels",
  none: "none",
  saysTheLabelIs: (found: string, line: number, label: string, kept: string, text: ReactNode) => (
    <>
      {found} {figure(line)} says “{label}”; the label stays “{kept}”{text}
    </>
  ),
  // RevertDialog
  takeBack: (fileName: string) => `Take “${fileName}” back?`,
  takeThisUploadBack: "Take this upload back?",
  answeredNote: (answered: number) =>
    `People have answered ${count(answered, "text")} of it. Their answers are hidden, and count again if you add the same texts again.`,
  takeItBack: "Take it back",
  revertAnyway: "Take it back anyway",
  keepIt: "Keep it",
  // ImportLine
  takeBackOf: (name: string) => `Take back: ${name}`,
  takeBackButton: "Take back",
  tryAgainOf: (name: string) => `Try again: ${name}`,
  tryAgain: "Try again",
  // PurposeField
  textsToLabel: "Texts to label",
  poolSentence: "People label them.",
  aTestSet: "A test set",
  neverAskedAndNever:
    "Only for measuring: people never label it and the model never learns from it.",
  whatTheFileHolds: "What the file holds",
  // use-add
  chooseAFileFirst: "Choose a file first.",
  testSetNeeds: "A test set needs the right answers: choose their column.",
  // AddDialog
  addData: "Add data",
  rows: (kept: number) => count(kept, "row"),
  theFile: "the file",
  sendingTheFile: (round: number) => `Sending the file: ${round} %`,
  addAsATestSet: (rows: string) => `Add ${rows} as a test set`,
  addOf: (rows: string) => `Add ${rows}`,
  knownFile: "This file was added before, so nothing changed.",
  failedTryAgain: (message: string) => `${message} Try again.`,
  // DataCard
  data: "Data",
  noFiles: "No texts yet. Add a file and start labelling a moment later.",
  files: "Files",
} as const;
