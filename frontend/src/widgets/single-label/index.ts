import { words } from "@/words/terms/answers";
import { suggestedClasses, suggestionKeys } from "../class-buttons/suggested";
import type { Asked, Widget } from "../widget";
import { answerOf, classOf } from "./class-of";
import { answerKeys } from "./keys";
import { SingleLabel } from "./SingleLabel";

const keysOf = (asked: Asked) => suggestionKeys(asked, "Enter");

/** One class of several: a key, an answer, the next item. */
export const singleLabel: Widget = {
  View: SingleLabel,
  keys: answerKeys,
  suggestionKeys: keysOf,
  suggested: (asked, suggestions) =>
    new Map(
      [...suggestedClasses(keysOf(asked), suggestions)].map(([key, name]) => [key, answerOf(name)]),
    ),
  describe: (answer) => classOf(answer) ?? words.anAnswer,
};
