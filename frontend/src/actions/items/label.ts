import type { Answer } from "@/state/answer";
import { inWords } from "@/widgets";
import { answerOf } from "@/widgets/single-label/class-of";
import { words } from "@/words/actions/items";
import {
  classKeys,
  hasTargets,
  type ItemsAction,
  type ItemsContext,
  LABELLING,
  targets,
} from "./action";

/** Sets the label of the marked texts, or of the one that is open or pointed at. */
export const label: ItemsAction = {
  id: "label",
  name: words.setTheLabelWithThatKey,
  group: LABELLING,
  keys: ({ project }) => [...classKeys(project).keys()],
  when: hasTargets,
  run: (context, key) => {
    const name = key && classKeys(context.project).get(key);
    if (name) give(context, answerOf(name));
  },
};

/** The texts that a label is for get it, and are marked no longer. */
export function give(context: ItemsContext, answer: Answer): void {
  const items = targets(context);
  context.view.change({ picking: false, selection: new Set() });
  context.decisions.label(items, answer, inWords(context.project, answer));
}
