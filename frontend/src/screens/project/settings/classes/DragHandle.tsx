import { type PointerEvent, useRef } from "react";
import { words } from "@/words/project/classes";
import styles from "./Classes.module.css";
import { type Drop, dropAt } from "./drop";

interface DragHandleProps {
  called: string;
  at: number;
  onDrag(drop: Drop | null): void;
  onDrop(drop: Drop): void;
}

/** Takes a class to another place, or onto another class, by mouse or finger. Keys are the row's. */
export function DragHandle({ called, at, onDrag, onDrop }: DragHandleProps) {
  const drop = useRef<Drop | null>(null);
  const set = (next: Drop | null) => {
    drop.current = next;
    onDrag(next);
  };
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const rows = event.currentTarget.closest("ul")?.children ?? [];
    set(
      dropAt(
        [...rows].map((row) => row.getBoundingClientRect()),
        at,
        event.clientY,
      ),
    );
  };
  const end = () => {
    if (drop.current) onDrop(drop.current);
    set(null);
  };
  return (
    <button
      type="button"
      className={styles.handle}
      aria-label={words.moveAltWithTheArrowKeys(called)}
      title={words.dragBetweenTwoClassesOr}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={() => set(null)}
    >
      <span aria-hidden>⠿</span>
    </button>
  );
}
