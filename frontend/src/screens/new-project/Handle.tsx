import type { PointerEvent } from "react";
import { useFieldKeys } from "@/components/use-field-keys";
import { words as keys } from "@/words/keys";
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
  const step = useFieldKeys([
    {
      ...{ id: "move-handle", name: keys.moveAClass, group: keys.onItsHandle },
      keys: ["ArrowUp", "ArrowDown"],
      run: (key) => onMove(at + (key === "ArrowUp" ? -1 : 1)),
    },
  ]);
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
