import { clock, count } from "../figures";

/** Texts that are taken along to where there is no network. */
export const words = {
  // MoreMenu
  takeAlong: "Take texts along",
  along: (texts: number, until: Date) =>
    `${count(texts, "text")} on this device until ${clock(until)}`,
  // TakeAlongDialog
  howMany: "How many",
  forHowLong: "For how long",
  hours: (hours: number) => count(hours, "hour"),
  alongNote:
    "The texts lie on this device, and nobody else gets them meanwhile. You can close the page and label without a network.",
  alongInThisTab:
    "Keep this tab open: this address has no HTTPS, so the page can't open without a network.",
  takeThem: "Take along",
  nothingToTake: "There is no text to take along now.",
  alongTitle: (texts: number) => `${count(texts, "text")} taken along`,
  alongUntil: (until: Date) =>
    `They are on this device until ${clock(until)}. Then others get those that you haven't answered.`,
  giveBack: "Give back",
  giveBackNote: "If you give them back, others get them at once. Answers that wait are still sent.",
} as const;
