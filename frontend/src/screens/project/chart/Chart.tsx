import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Curve } from "@/api/queries";
import { type Axis, type Drawn, span } from "../curve-data";
import { readInk } from "./ink";
import { paint } from "./layers";
import { columnsOf, options } from "./options";

interface ChartProps {
  curve: Curve;
  columns: Drawn;
  axis: Axis;
  /** The point that is read out. */
  chosen: number | null;
  onPoint(index: number | null): void;
}

/** The curve itself. uPlot draws lines, bands and axes; layers.ts what goes on top. */
export default function Chart(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  // What the hooks of uPlot read: they outlive the render that made them.
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const scheme = useComputedColorScheme("light");
  const { axis, columns, chosen } = props;

  useLayoutEffect(() => {
    const { current: parent } = box;
    if (!parent) return;
    const ink = readInk();
    const made = new uPlot(
      {
        ...options(axis, ink, () => span(latest.current.curve)),
        width: parent.clientWidth,
        height: parent.clientHeight,
        hooks: {
          draw: [
            (self) => {
              const { columns, curve, chosen } = latest.current;
              paint(self, columns, curve.target?.value ?? null, chosen, ink);
            },
          ],
        },
      },
      columnsOf(latest.current.columns),
      parent,
    );
    const stop = listen(made, (x) =>
      latest.current.onPoint(nearest(made, latest.current.columns, x)),
    );
    const resized = new ResizeObserver(() =>
      made.setSize({ width: parent.clientWidth, height: parent.clientHeight }),
    );
    resized.observe(parent);
    plot.current = made;
    return () => {
      stop();
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [axis, scheme]);

  useEffect(() => {
    plot.current?.setData(columnsOf(columns));
  }, [columns]);

  useEffect(() => {
    plot.current?.redraw(false);
  }, [chosen]);

  return <div ref={box} style={{ height: "100%" }} />;
}

/** Calls with the place of the pointer over the plot, and with null when it has left. */
function listen(plot: uPlot, onMove: (x: number | null) => void): () => void {
  const move = ({ clientX }: PointerEvent) =>
    onMove(clientX - plot.over.getBoundingClientRect().left);
  const leave = ({ pointerType }: PointerEvent) => {
    // A finger lifts right after its tap: what it chose stays.
    if (pointerType === "mouse") onMove(null);
  };
  plot.over.addEventListener("pointermove", move);
  plot.over.addEventListener("pointerdown", move);
  plot.over.addEventListener("pointerleave", leave);
  return () => {
    plot.over.removeEventListener("pointermove", move);
    plot.over.removeEventListener("pointerdown", move);
    plot.over.removeEventListener("pointerleave", leave);
  };
}

function nearest(plot: uPlot, { points }: Drawn, x: number | null): number | null {
  if (x === null || points.length === 0) return null;
  const far = points.map((point) => Math.abs(plot.valToPos(point.x, "x") - x));
  return far.indexOf(Math.min(...far));
}
