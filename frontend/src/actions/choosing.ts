import type { Answer } from "@/state/answer";
import type { Slot } from "@/state/labelling/queue";
import type { View } from "@/state/view";
import { widgetFor } from "@/widgets";
import { words } from "@/words/actions/label";
import type { Action, LabelContext } from "./action";

/** What is asked of an item: what undo took back may name classes that are offered no more. */
export function askedOf(project: LabelContext["project"], slot: Slot | null) {
  const together = widgetFor(project)?.together;
  if (!together || slot?.undone?.kind !== "answer") return project;
  return together.askedOf(project, slot.undone.answer);
}

/** What is chosen of the answer to an item: what was pressed, or else what undo took back; null
 * where answers are given at once. */
export function chosenFor(project: LabelContext["project"], view: View, slot: Slot): Answer | null {
  const together = widgetFor(project)?.together;
  if (!together) return null;
  if (view.chosen?.item === slot.item.id) return view.chosen.answer;
  return slot.undone?.kind === "answer" ? slot.undone.answer : together.nothing;
}

/** Whether a choice was begun that isn't saved, and differs from what there was. */
function isBegun({ project, labelling, view }: LabelContext): boolean {
  const slot = labelling.current;
  const together = widgetFor(project)?.together;
  if (!slot || !together) return false;
  const asked = askedOf(project, slot);
  const [now, before] = [view.get(), { ...view.get(), chosen: null }].map((shown) =>
    JSON.stringify(together.tidy(chosenFor(project, shown, slot) ?? together.nothing, asked)),
  );
  return now !== before;
}

/** Takes back what is chosen and isn't saved, before undo takes back what is. */
export const clear: Action = {
  id: "clear",
  name: words.clearChoice,
  group: words.answer,
  keys: ({ project }) => (widgetFor(project)?.together ? ["Backspace", "Ctrl+Z"] : []),
  when: isBegun,
  run: ({ view }) => view.change({ filter: null, chosen: null }),
};

/** What the press of a key or a button comes to: an answer, or one more part of it. */
export function give({ project, labelling, view }: LabelContext, pressed: Answer): void {
  const slot = labelling.current;
  const together = widgetFor(project)?.together;
  if (!slot) return;
  if (!together) {
    view.change({ filter: null, typed: null });
    labelling.answer(pressed);
    return;
  }
  const before = chosenFor(project, view.get(), slot) ?? together.nothing;
  view.change({
    filter: null,
    typed: null,
    chosen: { item: slot.item.id, answer: together.after(before, pressed) },
  });
}
