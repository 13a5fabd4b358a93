import { step } from "@/state/preferences";
import type { Action } from "./action";

/** Makes the text larger. */
export const larger: Action = {
  id: "larger",
  name: "Larger text",
  group: "Look closer",
  keys: () => ["+", "="],
  when: ({ preferences }) => step(preferences.get().textSize, 1) !== preferences.get().textSize,
  run: ({ preferences }) =>
    preferences.set({ ...preferences.get(), textSize: step(preferences.get().textSize, 1) }),
};

/** Makes the text smaller. */
export const smaller: Action = {
  id: "smaller",
  name: "Smaller text",
  group: "Look closer",
  keys: () => ["-"],
  when: ({ preferences }) => step(preferences.get().textSize, -1) !== preferences.get().textSize,
  run: ({ preferences }) =>
    preferences.set({ ...preferences.get(), textSize: step(preferences.get().textSize, -1) }),
};
