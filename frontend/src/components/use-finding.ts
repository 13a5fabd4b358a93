import { type KeyboardEvent, useState } from "react";

/** Keys of a field over a list that it leaves less of: arrows move, Enter takes, Escape closes. */
export function useFinding<Found>(
  found: readonly Found[],
  take: (one: Found) => void,
  close: () => void,
) {
  const [moved, setMoved] = useState(0);
  const active = Math.min(moved, found.length - 1);
  const keys: Record<string, () => void> = {
    Enter: () => {
      const one = found[active];
      if (one !== undefined) take(one);
    },
    Escape: close,
    ArrowDown: () => setMoved(Math.min(found.length - 1, active + 1)),
    ArrowUp: () => setMoved(Math.max(0, active - 1)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const work = keys[event.key];
    if (!work || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  // `restart`: other letters are looked for, and the first is taken again.
  return { active, onKeyDown, restart: () => setMoved(0) };
}
