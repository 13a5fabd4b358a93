import { type PointerEvent, useRef } from "react";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { words } from "@/words/terms/keys";
import { type Drop, dropAt } from "./drop";

interface DragHandleProps {
  label: string;
  title: string;
  at: number;
  /** Where the row would land; null: where it is. */
  onDrag(drop: Drop | null): void;
  /** It lands; absent: it moves while it is dragged. */
  onDrop?(drop: Drop): void;
  /** The arrow keys move it. */
  onMove(to: number): void;
}

/** Takes a row to another place, or onto another row: by mouse, finger or the arrow keys. */
export function DragHandle({ label, title, at, onDrag, onDrop, onMove }: DragHandleProps) {
  const drop = useRef<Drop | null>(null);
  const set = (next: Drop | null) => {
    drop.current = next;
    onDrag(next);
  };
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const rows = [...(event.currentTarget.closest("ul")?.children ?? [])];
    const boxes = rows.map((row) => row.getBoundingClientRect());
    set(dropAt(boxes, at, event.clientY));
  };
  const end = () => {
    if (drop.current) onDrop?.(drop.current);
    set(null);
  };
  const step = useFieldKeys([
    {
      ...{ id: "move-handle", name: words.moveAClass, group: words.onItsHandle },
      keys: ["ArrowUp", "ArrowDown"],
      run: (key) => onMove(at + (key === "ArrowUp" ? -1 : 1)),
    },
  ]);
  return (
    <button
      type="button"
      className="icon"
      data-drag
      aria-label={label}
      title={title}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={() => set(null)}
      onKeyDown={step}
    >
      <span aria-hidden>⠿</span>
    </button>
  );
}
