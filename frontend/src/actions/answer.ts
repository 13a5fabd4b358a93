import { DIGITS } from "@/state/keys";
import { widgetFor } from "@/widgets";
import { type Action, hasItem } from "./action";

/** Gives the answer of the pressed key. */
export const answer: Action = {
  id: "answer",
  name: "Give the answer with that key",
  group: "Answer",
  keys: ({ project }) => [...(widgetFor(project)?.keys(project).keys() ?? DIGITS)],
  when: hasItem,
  run: ({ project, labelling, view }, key) => {
    const given = key && widgetFor(project)?.keys(project).get(key);
    if (!given) return;
    view.change({ filter: null });
    labelling.answer(given);
  },
};
