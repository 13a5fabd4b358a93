const TYPING = "input, textarea, select, [contenteditable]";
const OPEN = "dialog, [role=menu]";
const PRESSABLE = "button, a, summary";

/** Typing, composing (IME), a dialog or a menu: then keys are not ours. Nor are Enter and Space
 * when they press what the keyboard has focused. */
export function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === "Process" || event.key === "Dead") return true;
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest(OPEN)) return true;
  if (document.querySelector("dialog[open], [role=menu]")) return true;
  // With Alt, arrows and pages mean nothing to a field.
  if (event.target.closest(TYPING)) return !event.altKey;
  const presses = event.key === "Enter" || event.key === " ";
  return presses && event.target.closest(PRESSABLE)?.matches(":focus-visible") === true;
}
