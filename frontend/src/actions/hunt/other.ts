import { change, type HuntAction, hasCandidate } from "./action";

/** It is of another class, which is found by typing. */
export const other: HuntAction = {
  id: "other",
  name: "Another class (or type)",
  group: "Say",
  keys: () => ["/"],
  when: hasCandidate,
  run: (context) => change(context, { filter: "" }),
};
