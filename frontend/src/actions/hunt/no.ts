import { words } from "@/words/actions/hunt";
import { type HuntAction, hasCandidate } from "./action";

/** It isn't of the class, and stays without a label. */
export const no: HuntAction = {
  id: "no",
  name: words.itIsNone,
  group: words.say,
  turns: true,
  keys: () => ["Space"],
  when: hasCandidate,
  run: ({ hunt }) => hunt.say(null),
};
