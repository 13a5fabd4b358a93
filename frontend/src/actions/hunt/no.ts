import { type HuntAction, hasCandidate } from "./action";

/** It isn't of the class, and stays without a label. */
export const no: HuntAction = {
  id: "no",
  name: "It is none",
  group: "Say",
  turns: true,
  keys: () => ["Space"],
  when: hasCandidate,
  run: ({ hunt }) => hunt.say(null),
};
