import { count, figure } from "./figures";

const said = (number: number, isAnswers: boolean) => count(number, isAnswers ? "answer" : "change");

/** Why the service takes nothing, by the code of what it answers. */
const WHY: Readonly<Record<string, string>> = {
  disk_full: "The service’s disk is full",
  unavailable: "The service’s database doesn’t answer",
  database_locked: "The service’s database is busy",
  database_damaged: "The service’s database is damaged",
  too_many_requests: "The service is busy",
};

/** What isn't sent yet, the same on every screen. */
export const words = {
  couldntSave: (number: number, isAnswers: boolean) =>
    `Couldn't save ${said(number, isAnswers)}. See why`,
  offlineKept: (number: number, isAnswers: boolean) =>
    `Offline: ${said(number, isAnswers)} kept on this device`,
  offlineInThisTab: (number: number, isAnswers: boolean) =>
    `Offline: ${said(number, isAnswers)} only in this tab. Don't close it`,
  offline: "Offline",
  why: (answer: { code: string; status: number } | null) =>
    WHY[answer?.code ?? ""] ?? `The service doesn’t work${answer ? ` (${answer.status})` : ""}`,
  makeRoom: "Make room on it.",
  whereAnswersAre:
    "Answers given meanwhile are kept on people’s devices. They are sent when it works again.",
  kept: (number: number, isAnswers: boolean) => `${said(number, isAnswers)} kept on this device`,
  inThisTab: (number: number, isAnswers: boolean) =>
    `${said(number, isAnswers)} only in this tab. Don’t close it`,
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
