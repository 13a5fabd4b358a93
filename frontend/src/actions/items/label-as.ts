import { words } from "@/words/actions/items";
import { hasTargets, type ItemsAction, LABELLING } from "./action";

/** Opens the field that finds a class by its letters, or the box in which a set is put together. */
export const labelAs: ItemsAction = {
  id: "label-as",
  name: words.chooseTheLabel,
  group: LABELLING,
  keys: () => ["L"],
  when: hasTargets,
  run: ({ view }) => view.change({ picking: true }),
};
