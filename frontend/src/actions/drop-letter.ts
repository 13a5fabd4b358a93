import { words } from "@/words/actions/label";
import { type Action, hasCodes, type LabelContext } from "./action";

/** The letters of a code that wait on the item on the screen. */
export function typedOf({ labelling, view }: LabelContext): string {
  const { typed } = view.get();
  return typed && typed.item === labelling.current?.item.id ? typed.letters : "";
}

/** Takes the first letter of a code back. */
export const dropLetter: Action = {
  id: "drop-letter",
  name: words.forgetTheFirstLetter,
  group: words.answer,
  keys: ({ project }) => (hasCodes(project) ? ["Backspace", "Escape"] : []),
  when: (context) => typedOf(context) !== "",
  run: ({ view }) => view.change({ typed: null }),
};
