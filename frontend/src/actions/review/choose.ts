import { choices, decide, DECIDING, isToDecide, type ListName, type ReviewAction } from "./action";

const DECIDED: readonly ListName[] = ["errors", "disagreements"];

/** Chooses the class that a key stands for. */
export const choose: ReviewAction = {
  id: "choose",
  name: "Choose that class",
  group: DECIDING,
  keys: (context) => (DECIDED.includes(context.list) ? [...choices(context).keys()] : []),
  when: isToDecide,
  run: (context, key) => {
    const name = key === undefined ? undefined : choices(context).get(key);
    if (name !== undefined) decide(context, name);
  },
};
