import { DIGITS } from "@/state/keys";
import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import { type Action, hasItem } from "./action";
import { give } from "./choosing";

/** Gives the answer of the pressed key, or chooses part of it. */
export const answer: Action = {
  id: "answer",
  name: words.giveTheAnswerWithThatKey,
  group: words.answer,
  keys: ({ project }) => [...(widgetFor(project)?.keys(project).keys() ?? DIGITS)],
  when: hasItem,
  run: (context, key) => {
    const given = key && widgetFor(context.project)?.keys(context.project).get(key);
    if (given) give(context, given);
  },
};
