import { useEffect } from "react";
import { runHuntKey } from "@/actions/hunt";
import { belongsElsewhere } from "@/components/belongs-elsewhere";
import { useHunt } from "./context";

/** Hears keys for the whole screen. */
export function useKeys(): void {
  const context = useHunt();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A key held down must not answer text after text.
      if (event.defaultPrevented || event.repeat || belongsElsewhere(event)) return;
      if (runHuntKey(context, event)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [context]);
}
