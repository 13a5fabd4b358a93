import { type HuntAction, hasCandidate } from "./action";

/** It is of the class, and gets its label. */
export const yes: HuntAction = {
  id: "yes",
  name: "It is one",
  group: "Say",
  turns: true,
  keys: () => ["Enter"],
  when: hasCandidate,
  run: ({ hunt, target }) => hunt.say(target),
};
