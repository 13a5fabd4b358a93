import { hasTargets, type ItemsAction, LABELLING, labelling } from "./action";

/** Opens the field that finds a class by its letters. */
export const labelAs: ItemsAction = {
  id: "label-as",
  name: "Find the label by its letters",
  group: LABELLING,
  keys: labelling("L"),
  when: hasTargets,
  run: ({ view }) => view.change({ picking: true }),
};
