import { words } from "@/words/actions/review";
import { choices, decide, DECIDING, isToDecide, type ReviewAction } from "./action";
import type { ListName } from "@/words/review";

const DECIDED: readonly ListName[] = ["errors", "disagreements"];

/** Chooses the answer that a key stands for. */
export const choose: ReviewAction = {
  id: "choose",
  name: words.chooseThatAnswer,
  group: DECIDING,
  keys: (context) => (DECIDED.includes(context.list) ? [...choices(context).keys()] : []),
  when: isToDecide,
  run: (context, key) => {
    const answer = key === undefined ? undefined : choices(context).get(key);
    if (answer !== undefined) decide(context, answer);
  },
};
