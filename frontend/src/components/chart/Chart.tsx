import {
  createElement,
  type PointerEvent,
  type ReactElement,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Drawn } from "./curve-data";
import styles from "./Chart.module.css";
import { LIVE } from "./ink";
import type { Mark } from "./mark";
import { layout, type Size } from "./layout";
import { picture } from "./picture";

interface ChartProps {
  drawn: Drawn;
  /** The point that is read out. */
  chosen?: number | null;
  onPoint?(index: number | null): void;
}

/** The curve itself, as large as the box it is in. */
export function Chart({ drawn, chosen = null, onPoint }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const { current: element } = box;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  const point = ({ clientX, currentTarget }: PointerEvent) =>
    size && onPoint?.(nearest(drawn, size, clientX - currentTarget.getBoundingClientRect().left));
  return (
    <div
      ref={box}
      className={styles.chart}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={({ pointerType }) => {
        // A finger lifts right after its tap: what it chose stays.
        if (pointerType === "mouse") onPoint?.(null);
      }}
    >
      {size && (
        <svg {...size} aria-hidden>
          {picture(drawn, size, LIVE, chosen).map(element)}
        </svg>
      )}
    </div>
  );
}

/** A mark as React draws it. */
function element({ tag, attributes, inside }: Mark, key: number): ReactElement {
  const within = typeof inside === "string" ? inside : inside?.map(element);
  return createElement(tag, { key, ...attributes }, within);
}

/** The point whose place is nearest to `x` in the box. */
function nearest(drawn: Drawn, size: Size, x: number): number | null {
  const at = layout(drawn, size);
  const far = drawn.points.map((point) => Math.abs(at.x(point.x) - x));
  return far.length > 0 ? far.indexOf(Math.min(...far)) : null;
}
