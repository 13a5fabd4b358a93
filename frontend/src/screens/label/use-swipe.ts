import { useRef, type TouchEvent } from "react";
import { skip } from "@/actions";
import { useLabelling } from "./context";

/** How far a finger goes, in pixels: less is a tap or a scroll. */
const FAR = 80;
/** So many times as far across as up or down. */
const ACROSS = 2;

/** Where a finger wipes a text away, to either side, it is skipped. */
export function useSwipe() {
  const context = useLabelling();
  const from = useRef<{ x: number; y: number } | null>(null);
  const onTouchStart = ({ touches }: TouchEvent) => {
    const finger = touches[0];
    from.current = touches.length === 1 && finger ? placeOf(finger) : null;
  };
  const onTouchEnd = ({ changedTouches }: TouchEvent) => {
    const finger = changedTouches[0];
    const start = from.current;
    from.current = null;
    if (!start || !finger || !skip.when(context) || !context.labelling.hand.isPointedAt()) return;
    const [x, y] = [finger.clientX - start.x, finger.clientY - start.y];
    // What selects words is no wish to be rid of them.
    const selects = window.getSelection()?.isCollapsed === false;
    const isWiped = Math.abs(x) >= FAR && Math.abs(x) >= ACROSS * Math.abs(y);
    if (isWiped && !selects) skip.run(context);
  };
  return { onTouchStart, onTouchEnd };
}

const placeOf = ({ clientX: x, clientY: y }: { clientX: number; clientY: number }) => ({ x, y });
