import type { Answer } from "@/state/answer";
import type { Key } from "@/state/keys";
import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import type { Action, LabelContext } from "./action";
import { give } from "./choosing";

/** Answers with what a model thinks likely, or chooses it, where the item shows it. */
export const suggestion: Action = {
  id: "suggestion",
  name: words.takeASuggestion,
  group: words.answer,
  keys: ({ project }) => widgetFor(project)?.suggestionKeys(project) ?? [],
  when: (context) => suggested(context).size > 0,
  run: (context, key) => {
    const given = key && suggested(context).get(key);
    if (given) give(context, given);
  },
};

function suggested({ project, labelling }: LabelContext): ReadonlyMap<Key, Answer> {
  return widgetFor(project)?.suggested(project, labelling.current?.suggestions ?? []) ?? new Map();
}
