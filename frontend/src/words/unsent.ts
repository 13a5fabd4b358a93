import { count, figure } from "./figures";

const said = (number: number, isAnswers: boolean) => count(number, isAnswers ? "answer" : "change");

/** What isn't sent yet, the same on every screen. */
export const words = {
  couldntSave: (number: number, isAnswers: boolean) =>
    `Couldn't save ${said(number, isAnswers)}. See why`,
  offlineKept: (number: number, isAnswers: boolean) =>
    `Offline: ${said(number, isAnswers)} kept on this device`,
  offlineInThisTab: (number: number, isAnswers: boolean) =>
    `Offline: ${said(number, isAnswers)} only in this tab. Don't close it`,
  offline: "Offline",
  toSend: (waiting: number) => `${figure(waiting)} to send`,
  saved: "✓ saved",
  passedOver: (kind: string) =>
    kind === "label"
      ? "This text can’t be labelled here right now. Try again later."
      : "Texts with a label stay, and so do those that somebody may be at.",
  // RefusedDialog
  notSaved: "Not saved",
  tryAgain: "Try again",
  giveItUp: "Discard",
  nameFor: (name: string) => `${name} for`,
  forTexts: (name: string, size: number) => `${name} for ${count(size, "text")}`,
  no: "No",
  undoOf: (name: string) => `Undo of ${name}`,
  flagOn: "Flag on",
  commentOn: "Comment on",
  replyOn: "Answer to a note on",
  resolvedOn: "A note resolved on",
} as const;
