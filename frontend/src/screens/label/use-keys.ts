import { useEffect } from "react";
import { runKey } from "@/actions";
import { useLabelling } from "./context";

/** Hears keys for the whole screen. */
export function useKeys(): void {
  const context = useLabelling();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      context.labelling.input();
      if (event.defaultPrevented || belongsElsewhere(event)) return;
      // A key held down must not label item after item; scrolling may repeat.
      if (event.repeat && !/^(Arrow|Page)/.test(event.key)) return;
      if (runKey(context, event)) event.preventDefault();
    };
    const onPointerDown = () => context.labelling.pointed();
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("pointerdown", onPointerDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("pointerdown", onPointerDown);
    };
  }, [context]);
}

const TYPING = "input, textarea, select, [contenteditable]";
const OPEN = "dialog, [role=menu]";
const PRESSABLE = "button, a, summary";

/** Typing, composing (IME), a dialog or a menu: then keys are not ours. Nor are Enter and Space
 * when they press what the keyboard has focused. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === "Process" || event.key === "Dead") return true;
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest(TYPING) || event.target.closest(OPEN)) return true;
  if (document.querySelector("dialog[open], [role=menu]")) return true;
  const presses = event.key === "Enter" || event.key === " ";
  return presses && event.target.closest(PRESSABLE)?.matches(":focus-visible") === true;
}
