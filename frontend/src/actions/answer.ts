import { DIGITS } from "@/state/keys";
import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import { type Action, hasItem, type LabelContext } from "./action";
import { askedOf, give } from "./choosing";

/** Gives the answer of the pressed key, or chooses part of it. */
export const answer: Action = {
  id: "answer",
  name: words.giveTheAnswerWithThatKey,
  group: words.answer,
  keys: (context) => [...(meanings(context)?.keys() ?? DIGITS)].filter((key) => key.length === 1),
  when: hasItem,
  run: (context, key) => {
    const given = key && meanings(context)?.get(key);
    if (given) give(context, given);
  },
};

/** The answer that each key gives, or code, to the item on the screen. */
export const meanings = ({ project, labelling }: LabelContext) =>
  widgetFor(project)?.keys(askedOf(project, labelling.current));
