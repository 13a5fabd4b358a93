import { words } from "@/words/actions/review";
import { MOVING, type ReviewAction } from "./action";

/** Goes to the list beside this one. */
export const otherList: ReviewAction = {
  id: "other-list",
  name: words.anotherList,
  group: MOVING,
  keys: ({ lists }) => (lists.length > 1 ? ["ArrowLeft", "ArrowRight"] : []),
  when: ({ lists }) => lists.length > 1,
  run: ({ list, lists, go }, key) => {
    const by = key === "ArrowLeft" ? -1 : 1;
    const other = lists[lists.indexOf(list) + by];
    if (other) go(other);
  },
};
