import { count, figure } from "./figures";

const said = (number: number, isAnswers: boolean) => count(number, isAnswers ? "answer" : "change");

/** What isn't sent yet, the same on every screen. */
export const words = {
  couldntSave: (number: number, isAnswers: boolean) =>
    `Couldn't save ${said(number, isAnswers)}. Look at it`,
  offlineKept: (number: number, isAnswers: boolean) =>
    `Offline: ${said(number, isAnswers)} kept on this device`,
  offlineInThisTab: (number: number, isAnswers: boolean) =>
    `Offline: ${said(number, isAnswers)} in this tab only: don't close it`,
  offline: "Offline",
  toSend: (waiting: number) => `${figure(waiting)} to send`,
  saved: "✓ saved",
  // RefusedDialog
  notSaved: "Not saved",
  tryAgain: "Try again",
  giveItUp: "Give it up",
  nameFor: (name: string) => `${name} for`,
  forTexts: (name: string, size: number) => `${name} for ${count(size, "text")}`,
  no: "No",
  undoOf: (name: string) => `Undo of ${name}`,
  flagOn: "Flag on",
  commentOn: "Comment on",
  replyOn: "Answer to a note on",
  resolvedOn: "A note resolved on",
} as const;
