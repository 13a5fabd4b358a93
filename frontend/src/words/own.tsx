import type { ReactNode } from "react";
import { count, figure } from "./figures";

/** The list of one's own answers. */
export const words = {
  yourAnswers: "Your answers",
  searchYourTexts: "Search your texts",
  searchWords: "Search words",
  class: "class",
  skipped: "skipped",
  flagged: "flagged",
  skippedAlone: "Only skipped texts",
  flaggedAlone: "Only flagged texts",
  backToLabelling: "Back to labelling",
  backHint: "back to labelling",
  allKeys: "all keys",
  filters: "Filters",
  // as many as there are, and as many as are listed
  texts: (found: number, narrowed: boolean) =>
    narrowed ? `${count(found, "text")} found` : count(found, "text"),
  withoutClass: (name: string) => `Without class ${name}`,
  classOf: (name: string) => `class ${name}`,
  noneYet: "You haven't answered anything here yet.",
  noneFound: "None of your texts matches.",
  seeAll: "See all",
  thereAreMore: (rows: number) => `Only the first ${figure(rows)} are shown. Search to see others.`,
  youFlaggedIt: "You flagged it",
  changeYourAnswer: "Change your answer",
  youSkippedThis: "You skipped this text",
  undoTheLastChange: "Undo the last change",
  undoOf: (label: ReactNode) => <>undo {label}</>,
} as const;
