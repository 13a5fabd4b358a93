import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import type { Store } from "@/state/store";
import { type Window, windowOf } from "@/state/items/window";

/** Which rows of a list are drawn while the page scrolls. */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): Window {
  const [drawn, setDrawn] = useState<Window>({ first: 0, end: 0 });
  useLayoutEffect(() => {
    const look = () => {
      if (!box.current) return;
      const above = -box.current.getBoundingClientRect().top;
      const found = windowOf(above, window.innerHeight, rowHeight, count);
      setDrawn((old) => (old.first === found.first && old.end === found.end ? old : found));
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [box, rowHeight, count]);
  return drawn;
}

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const onChange = () => setNarrow(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  return narrow;
}

const NARROW = "(max-width: 600px)";

/** Scrolls by no more than it takes, between what sticks to the top and what to the bottom. */
export function useReveal<Frame extends { reveal(index: number): void }>(
  frame: Store<Frame>,
  box: RefObject<HTMLElement | null>,
  rowHeight: number,
): void {
  useEffect(() => {
    const reveal = (index: number) => {
      if (!box.current) return;
      const top = box.current.getBoundingClientRect().top + index * rowHeight;
      const tools = document.getElementById("items-tools")?.getBoundingClientRect().bottom ?? 0;
      const roof = Math.max(0, tools); // in a low window they scroll away
      const floor =
        document.getElementById("items-dock")?.getBoundingClientRect().top ?? window.innerHeight;
      if (top < roof) window.scrollBy(0, top - roof);
      else if (top + rowHeight > floor) window.scrollBy(0, top + rowHeight - floor);
    };
    frame.set({ ...frame.get(), reveal });
  }, [frame, box, rowHeight]);
}
