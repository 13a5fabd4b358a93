/** What the screen says on which a class is looked for. */

import { figure } from "./figures";

export const words = {
  title: (name: string) => `Looking for ${name}`,
  tally: (found: number, looked: number) =>
    looked === 0
      ? "Nothing looked at yet"
      : `${figure(found)} found in ${figure(looked)} looked at`,
  marks: (found: number, looked: number) =>
    `Of the last ${figure(looked)} looks, oldest left: ${figure(found)} found`,
  question: "Is it",
  yes: "Yes",
  no: "No",
  other: "Another class",
  undo: "undo",
  undone: (verdict: string | null) => verdict ?? "No",
  looking: "Looking for what comes nearest…",
  nothing: "Nothing is left to look at",
  nothingMore: "Every text here has a label, was looked at, or is kept for others.",
  description: "What it is",
  descriptionHelp: "The class's description. People who label read it too.",
  examples: "Sentences as texts of it might be",
  examplesHelp:
    "One a line, ten at most: written by you, or real ones. The model learns from them, too. Until " +
    "the class has five labels, the automatic strategy asks one text in five for its sake.",
  tooMany: (lines: number) => `${figure(lines)} lines: ten at most.`,
  saved: "saved",
  gone: "There is no such class here",
  goneMore: "It was merged or retired, or never was.",
  none: "There is no looking for a class here",
  noneMore: "Projects whose texts may have several classes don't have it.",
  back: "To the project",
  find: "Find another class",
  findHint: "Enter takes the first, Esc closes",
  findNothing: "No class has these letters.",
  keys: "keys",
  // Candidate
  candidate: "Candidate",
} as const;
