import { words } from "@/words/actions/hunt";
import { change, type HuntAction, hasCandidate } from "./action";

/** It is of another class, which is found by typing. */
export const other: HuntAction = {
  id: "other",
  name: words.anotherClassOrType,
  group: words.say,
  keys: () => ["/"],
  when: hasCandidate,
  run: (context) => change(context, { filter: "" }),
};
