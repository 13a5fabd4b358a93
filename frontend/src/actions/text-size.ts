import { step } from "@/state/preferences";
import { words } from "@/words/actions/label";
import type { Action } from "./action";

/** Makes the text larger. */
export const larger: Action = {
  id: "larger",
  name: words.largerText,
  group: words.lookCloser,
  keys: () => ["+", "="],
  when: ({ preferences }) => step(preferences.get().textSize, 1) !== preferences.get().textSize,
  run: ({ preferences }) =>
    preferences.set({ ...preferences.get(), textSize: step(preferences.get().textSize, 1) }),
};

/** Makes the text smaller. */
export const smaller: Action = {
  id: "smaller",
  name: words.smallerText,
  group: words.lookCloser,
  keys: () => ["-"],
  when: ({ preferences }) => step(preferences.get().textSize, -1) !== preferences.get().textSize,
  run: ({ preferences }) =>
    preferences.set({ ...preferences.get(), textSize: step(preferences.get().textSize, -1) }),
};
