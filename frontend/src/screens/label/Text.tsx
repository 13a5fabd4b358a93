import { useLayoutEffect, useRef, useState } from "react";
import { DataColumns } from "@/components/DataColumns";
import type { Slot } from "@/state/queue";
import { words } from "@/words/label";
import { useLabelling } from "./context";
import styles from "./Text.module.css";

interface Edges {
  above: boolean;
  below: boolean;
}

/** The item. It is text whatever it looks like: markup shows as characters. */
export function Text({ slot }: { slot: Slot }) {
  const { labelling, scroller } = useLabelling();
  const box = useRef<HTMLDivElement>(null);
  const [edges, setEdges] = useState<Edges>({ above: false, below: false });

  const measure = () => {
    const { current } = box;
    if (!current) return;
    const left = current.scrollHeight - current.clientHeight - current.scrollTop;
    setEdges({ above: current.scrollTop > 1, below: left > 1 });
  };

  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    scroller.set(current);
    current.scrollTop = 0;
    measure();
    const painted = requestAnimationFrame(() => labelling.hand.shown());
    const resized = new ResizeObserver(measure);
    resized.observe(current);
    return () => {
      cancelAnimationFrame(painted);
      resized.disconnect();
      scroller.set(null);
    };
  }, [slot.item.id, labelling, scroller]);

  const scrolls = edges.above || edges.below;
  return (
    <div
      ref={box}
      className={styles.text}
      data-above={edges.above || undefined}
      data-below={edges.below || undefined}
      // A box that scrolls must be reachable without a mouse.
      tabIndex={scrolls ? 0 : undefined}
      role="region"
      aria-label={words.textToLabel}
      aria-live="polite"
      onScroll={() => {
        labelling.hand.input();
        measure();
      }}
    >
      <p key={slot.item.id} className={styles.words} dir="auto">
        {slot.item.text}
      </p>
      <div className={styles.columns}>
        <DataColumns columns={slot.item.columns ?? {}} />
      </div>
    </div>
  );
}
