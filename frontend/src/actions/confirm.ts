import type { Action } from "./action";

/** Takes the suggestion. */
export const confirm: Action = {
  id: "confirm",
  name: "Confirm the suggestion ✦",
  group: "Answer",
  keys: () => ["Enter"],
  when: ({ labelling }) => labelling.current?.suggestion != null,
  run: ({ labelling }) => {
    const suggestion = labelling.current?.suggestion;
    if (suggestion) labelling.answer(suggestion.answer);
  },
};
