import type { ReactNode } from "react";
import { figure } from "@/words/figures";

/** The practice round: settled texts that somebody labels before the ones that count. */
export const words = {
  practice: "Practice",
  placeOf: (place: number, texts: number) => `${figure(place)} of ${figure(texts)}`,
  nothingCounts: "Nothing here counts.",
  textToLabel: "Text to label",
  right: "Right",
  wrong: "Not right",
  settledAs: (label: ReactNode) => <>The answer is {label}</>,
  youSaid: (label: ReactNode) => <>You said {label}</>,
  goOn: "Next text",
  seeHowItWent: "See how it went",
  asSettled: (right: number, texts: number) => `${figure(right)} of ${figure(texts)} right`,
  allAsSettled: "You are ready. The texts from here on count.",
  whatDiffered: "What differed",
  thenCount: "The texts from here on count.",
  labelForReal: "Start labelling",
  guidelines: "guidelines",
  theGuidelines: "Guidelines",
} as const;
