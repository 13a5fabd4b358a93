import type { Widget } from "../widget";
import { classOf } from "./class-of";
import { answerKeys } from "./keys";
import { SingleLabel } from "./SingleLabel";

/** One class of several: a key, an answer, the next item. */
export const singleLabel: Widget = {
  View: SingleLabel,
  keys: answerKeys,
  describe: (answer) => classOf(answer) ?? "An answer",
};
