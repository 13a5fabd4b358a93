import type uPlot from "uplot";
import { type Axis, AXIS_NAMES, type Drawn, tick } from "../curve-data";
import type { Ink } from "./ink";

/** Steps between the figures on the axis of labels: nobody gives half a label. */
const WHOLE = [1, 2, 5, 10, 20, 25, 50].flatMap((step) => [
  step,
  step * 10,
  step * 100,
  step * 1_000,
]);

/** Steps on the axis of accuracy: whole percents, as they are written. */
const PERCENTS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** Room at the right for the names of the lines; a narrow chart has them over its lines. */
const NAMES = 96;
const EDGE = 8;
const NARROW = 480;
export const isNarrow = (plot: uPlot): boolean => plot.width < NARROW;

/** The columns in the order of the series below. */
export function columnsOf(drawn: Drawn): uPlot.AlignedData {
  const { x, low, high, estimate, randomLow, randomHigh, random, extrapolated, tested } = drawn;
  return [x, low, high, estimate, randomLow, randomHigh, random, extrapolated, tested];
}

/** Lines, bands and axes. Size and hooks are added by who uses it. */
export function options(
  axis: Axis,
  ink: Ink,
  vertical: () => [number, number],
): Omit<uPlot.Options, "width" | "height"> {
  const edge: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false } };
  const line = (stroke: string, width: number, dash?: number[]): uPlot.Series => ({
    stroke,
    width,
    dash,
    spanGaps: true,
    points: { show: false },
  });
  const ruler: uPlot.Axis = { stroke: ink.secondary, font: ink.font, ticks: { show: false } };
  return {
    padding: [12, (plot) => (isNarrow(plot) ? EDGE : NAMES), 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_plot, _low, high) => [0, high > 0 ? high : 1] },
      y: { range: vertical },
    },
    series: [
      {},
      { ...edge, spanGaps: true },
      { ...edge, spanGaps: true },
      line(ink.accent, 2),
      { ...edge, spanGaps: true },
      { ...edge, spanGaps: true },
      line(ink.secondary, 1.5, [6, 4]),
      line(ink.secondary, 1.5, [1.5, 4]),
      { ...line(ink.ink, 1.5), points: { size: 4, fill: ink.ink } },
    ],
    bands: [
      { series: [2, 1], fill: ink.band },
      { series: [5, 4], fill: ink.randomBand },
    ],
    axes: [
      {
        ...ruler,
        grid: { show: false },
        border: { show: true, stroke: ink.hairline, width: 1 },
        size: 28,
        space: 64,
        ...(axis === "labels" && { incrs: [...new Set(WHOLE)].sort((a, b) => a - b) }),
        label: AXIS_NAMES[axis],
        labelFont: ink.font,
        labelSize: 22,
        values: (_plot, values) => values.map((value) => tick(value, axis)),
      },
      {
        ...ruler,
        size: 48,
        incrs: PERCENTS,
        grid: { stroke: ink.hairline, width: 1 },
        values: (_plot, values) => values.map((value) => `${Math.round(value * 100)}\u00a0%`),
      },
    ],
  };
}
