import { useEffect } from "react";
import { meant } from "@/actions/action";
import { ITEMS_ACTIONS } from "@/actions/items";
import { belongsElsewhere } from "@/components/belongs-elsewhere";
import { keyOf } from "@/state/keys";
import type { Items } from "./context";

/** Moving may repeat; a key held down must not label over and over. */
const REPEATS = /^(?:Arrow|Page|[jk]$)/i;

/** Hears keys for the whole screen. */
export function useItemsKeys(items: Items): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || belongsElsewhere(event)) return;
      if (event.repeat && !REPEATS.test(event.key)) return;
      const key = keyOf(event);
      const action = key === null ? undefined : meant(ITEMS_ACTIONS, items, key);
      if (!action || key === null) return;
      event.preventDefault();
      action.run(items, key);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [items]);
}
