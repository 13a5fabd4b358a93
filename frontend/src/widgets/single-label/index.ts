import type { Widget } from "../widget";
import { classOf } from "./class-of";
import { answerKeys } from "./keys";
import { SingleLabel } from "./SingleLabel";
import { suggestedAnswers, suggestionKeys } from "./suggested";

/** One class of several: a key, an answer, the next item. */
export const singleLabel: Widget = {
  View: SingleLabel,
  keys: answerKeys,
  suggestionKeys,
  suggested: suggestedAnswers,
  describe: (answer) => classOf(answer) ?? "An answer",
};
