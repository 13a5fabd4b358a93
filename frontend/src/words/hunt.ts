/** The screen on which a class is searched. */

import { count, figure } from "./figures";

export const words = {
  title: (name: string) => `Looking for ${name}`,
  tally: (found: number, looked: number) =>
    looked === 0 ? "Nothing seen yet" : `${figure(found)} found in ${count(looked, "text")} seen`,
  marks: (found: number, looked: number) =>
    `${figure(found)} found in the last ${count(looked, "text")}, oldest left`,
  question: "Is it",
  yes: "Yes",
  no: "No",
  other: "Another class",
  undo: "undo",
  undone: (verdict: string | null) => verdict ?? "No",
  looking: "Searching for the nearest text…",
  nothing: "Nothing left to see",
  nothingMore: "Every text has a label, was seen here, or is reserved for others.",
  description: "Description",
  descriptionHelp: "What the class means. People who label read it too.",
  examples: "Example texts",
  examplesHelp:
    "Up to ten, one per line. Until this class has five labels, one in five texts people get is " +
    "chosen to find more.",
  tooMany: (lines: number) => `${figure(lines)} lines. Ten at most.`,
  saved: "saved",
  gone: "This class doesn't exist",
  goneMore: "It may have been merged or retired.",
  none: "This project can't search for a class",
  noneMore: "It needs a project with one class per text.",
  back: "To the project",
  find: "Find another class",
  findHint: "Enter takes the first, Esc closes",
  keys: "keys",
  // Candidate
  candidate: "Candidate",
} as const;
