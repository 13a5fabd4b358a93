import type { KeyboardEvent, PointerEvent } from "react";
import { words } from "@/words/new-project";
import styles from "./AnswersStep.module.css";

interface HandleProps {
  called: string;
  at: number;
  onMove(to: number): void;
}

/** Takes a class to another place: dragged by mouse or finger, or moved by the arrow keys. */
export function Handle({ called, at, onMove }: HandleProps) {
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left } = event.currentTarget.getBoundingClientRect();
    const under = document.elementFromPoint(left + 1, event.clientY)?.closest("[data-row]");
    const to = Number(under?.getAttribute("data-row") ?? at);
    if (to !== at) onMove(to);
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || event.altKey) return;
    event.preventDefault();
    onMove(at + by);
  };
  return (
    <button
      type="button"
      className={styles.handle}
      aria-label={words.moveArrowKeys(called)}
      title={words.dragOrAltAlt}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
    >
      <span aria-hidden>⠿</span>
    </button>
  );
}
