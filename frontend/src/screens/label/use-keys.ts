import { useEffect } from "react";
import { runKey } from "@/actions";
import { belongsElsewhere } from "@/components/belongs-elsewhere";
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
