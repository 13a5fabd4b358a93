import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { DataColumns } from "@/components/text/DataColumns";
import type { Slot } from "@/state/labelling/queue";
import { words } from "@/words/label/label";
import { useLabelling } from "./context";
import styles from "./Workplace.module.css";

/** Where in a text that scrolls one is, as shares of it. */
interface Place {
  from: number;
  to: number;
}

const WHOLE: Place = { from: 0, to: 1 };

interface TextProps {
  slot: Slot;
  /** All of this item isn't in view at once. */
  onOverflow(id: number): void;
}

/** The item. It is text whatever it looks like: markup shows as characters. */
export function Text({ slot, onOverflow }: TextProps) {
  const { labelling, scroller } = useLabelling();
  const box = useRef<HTMLDivElement>(null);
  const [{ from, to }, setPlace] = useState(WHOLE);

  const { id } = slot.item;

  const measure = useCallback(() => {
    const { current } = box;
    if (!current) return;
    const { scrollHeight: all, clientHeight: seen, scrollTop: above } = current;
    // Less than a pixel is rounding.
    if (all - seen <= 1) return setPlace(WHOLE);
    onOverflow(id);
    setPlace({
      from: above > 1 ? above / all : 0,
      to: all - seen - above > 1 ? (above + seen) / all : 1,
    });
  }, [id, onOverflow]);

  const scrolls = from > 0 || to < 1;
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
  }, [id, measure, labelling, scroller]);

  return (
    <>
      <div
        ref={box}
        className={styles.text}
        data-above={from > 0 || undefined}
        data-below={to < 1 || undefined}
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
        <p key={id} className={styles.words} dir="auto">
          {slot.item.text}
        </p>
        <div className={styles.columns}>
          <DataColumns columns={slot.item.columns ?? {}} />
        </div>
      </div>
      {scrolls && <Length text={slot.item.text} from={from} to={to} />}
    </>
  );
}

/** How long a text is that isn't in view as a whole, and which part of it is. */
function Length({ text, from, to }: Place & { text: string }) {
  const count = useMemo(() => wordsIn(text), [text]);
  return (
    <div className={styles.length}>
      <span>{words.longText(count)}</span>
      <span className={styles.track} aria-hidden>
        <span
          className={styles.mark}
          style={{ insetInlineStart: `${from * 100}%`, width: `${(to - from) * 100}%` }}
        />
      </span>
    </div>
  );
}

/** Also where words have no blanks between them. */
function wordsIn(text: string): number {
  const parts = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
  return [...parts].filter(({ isWordLike }) => isWordLike).length;
}
