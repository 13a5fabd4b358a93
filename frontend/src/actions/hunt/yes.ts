import { words } from "@/words/actions/hunt";
import { type HuntAction, hasCandidate } from "./action";

/** It is of the class, and gets its label. */
export const yes: HuntAction = {
  id: "yes",
  name: words.itIsOne,
  group: words.say,
  turns: true,
  keys: () => ["Enter"],
  when: hasCandidate,
  run: ({ hunt, target }) => hunt.say(target),
};
