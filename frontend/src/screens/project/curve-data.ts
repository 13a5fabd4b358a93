import type { Curve } from "@/api/queries";
import { amount, between, count, duration, figure, percent } from "./figures";

export type Axis = "labels" | "hours" | "cost";
export type Point = Curve["points"][number];

/** The columns that the chart draws. All have the same length; x ascends. */
export interface Drawn {
  x: number[];
  estimate: (number | null)[];
  /** The figure of the test set, where there is one. */
  tested: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  random: (number | null)[];
  randomLow: (number | null)[];
  randomHigh: (number | null)[];
  extrapolated: (number | null)[];
  /** The project's own points, with where each is among the columns. */
  points: { at: number; x: number; settled: boolean; point: Point }[];
}

/** Where a point is on an axis; null where it has no place, as on the axis of cost without a price. */
export function place(point: Point, axis: Axis): number | null {
  if (axis === "labels") return point.labels;
  if (axis === "hours") return point.annotator_seconds / 3_600;
  return point.cost;
}

/** Which axes mean something: hours once time was measured, cost once there is a price. */
export function axes(curve: Curve): Record<Axis, boolean> {
  const last = curve.points.at(-1);
  return {
    labels: true,
    hours: (last?.annotator_seconds ?? 0) > 0,
    cost: (last?.cost ?? 0) > 0,
  };
}

/** A point is settled, and joins the line, once it rests on enough check texts for a figure: the
 * service says none before. */
export const isSettled = (point: Point): boolean => point.estimate !== null;

/** The curve as columns over one axis. The random baseline is known by labels; on the other axes
 * it is placed by what a label took on average. */
export function drawn(curve: Curve, axis: Axis): Drawn {
  const placed = curve.points.flatMap((point) => {
    const x = place(point, axis);
    return x === null ? [] : [{ x, point }];
  });
  // A round without new labels measures anew: the later figure stands.
  const own = placed.filter(({ x }, at) => placed[at + 1]?.x !== x);
  const last = own.at(-1);
  const rate = last && last.point.labels > 0 ? last.x / last.point.labels : null;
  const baseline =
    rate === null ? [] : curve.random.points.map((point) => ({ x: point.labels * rate, point }));
  const xs = [...new Set([...own, ...baseline].map(({ x }) => x))].sort((a, b) => a - b);
  const index = new Map(xs.map((x, at) => [x, at]));
  const gaps = (): (number | null)[] => xs.map(() => null);
  const columns: Drawn = {
    x: xs,
    estimate: gaps(),
    tested: gaps(),
    low: gaps(),
    high: gaps(),
    random: gaps(),
    randomLow: gaps(),
    randomHigh: gaps(),
    extrapolated: gaps(),
    points: own.map(({ x, point }) => ({ at: index.get(x)!, x, settled: isSettled(point), point })),
  };
  for (const { at, settled, point } of columns.points) {
    columns.tested[at] = point.evaluation?.value ?? null;
    if (!settled) continue;
    columns.estimate[at] = point.estimate;
    columns.low[at] = point.low;
    columns.high[at] = point.high;
  }
  for (const [place, { x, point }] of baseline.entries()) {
    const at = index.get(x)!;
    // The dotted stretch begins where the dashed one ends, so that nothing gapes between them.
    const next = baseline[place + 1]?.point;
    if (!point.extrapolated) columns.random[at] = point.estimate;
    if (point.extrapolated || next?.extrapolated) columns.extrapolated[at] = point.estimate;
    columns.randomLow[at] = point.low;
    columns.randomHigh[at] = point.high;
  }
  return columns;
}

/** The figures at the bottom and the top of the axis of accuracy: round ones, around the data. */
export function span(curve: Curve): [low: number, high: number] {
  const settled = curve.points.filter(isSettled);
  const shown = settled.length > 0 ? settled : curve.points;
  // The baseline starts far below; it may come in from under the edge.
  const from = shown[0]?.labels ?? 0;
  const beside = curve.random.points.filter(({ labels }) => labels >= from);
  const lows = [...shown, ...beside].map(({ low }) => low);
  const tested = shown.flatMap(({ evaluation }) => (evaluation ? [evaluation.value] : []));
  const highs = [...shown, ...beside].map(({ high }) => high);
  if (curve.target) highs.push(curve.target.value);
  const low = Math.max(0, Math.floor(Math.min(1, ...lows, ...tested) * 10 + 1e-9) / 10);
  const high = Math.min(1, Math.ceil(Math.max(0, ...highs, ...tested) * 10 - 1e-9) / 10);
  return high > low ? [low, high] : [0, 1];
}

/** A point in words, for whoever hovers over it, steps to it or can't see it. */
export function describe(point: Point): string {
  const parts = [`After ${count(point.labels, "label")}: ${quality(point)}`];
  parts.push(count(point.audit_labels, "check text"));
  if (point.evaluation) parts.push(`test set ${tested(point.evaluation)}`);
  parts.push(strategyName(point.strategy));
  if (point.annotator_seconds > 0) parts.push(`${duration(point.annotator_seconds)} of people`);
  parts.push(`${duration(point.compute_seconds)} of computing`);
  if (point.cost !== null && point.cost > 0) parts.push(`cost ${amount(point.cost)}`);
  return parts.join(" · ");
}

/** The figure of the test set as words. */
export const tested = ({ value, low, high }: NonNullable<Point["evaluation"]>): string =>
  `${percent(value)} (${between(low, high)})`;

export function quality(point: Point): string {
  if (point.estimate === null) return `${between(point.low, point.high)}\u00a0%`;
  return `${percent(point.estimate)} (${between(point.low, point.high)})`;
}

/** "auto@1:cluster_margin@1" as "cluster margin": what was really used. */
export function strategyName(strategy: string): string {
  const used = strategy.split(":").at(-1) ?? strategy;
  return used.replace(/@\d+$/, "").replaceAll("_", " ");
}

/** Heights at least `apart` from each other, moved as little as can be, between `least` and `most`.
 * They come in ascending order. */
export function spread(
  heights: readonly number[],
  apart: number,
  least: number,
  most: number,
): number[] {
  const found = [...heights];
  for (let round = 0; round < found.length * 8; round++)
    for (let at = 1; at < found.length; at++) {
      const short = apart - (found[at]! - found[at - 1]!);
      if (short <= 0) continue;
      found[at - 1]! -= short / 2;
      found[at]! += short / 2;
    }
  const over = Math.max(0, (found.at(-1) ?? most) - most);
  const under = Math.max(0, least - (found[0] ?? least));
  return found.map((height) => height - over + under);
}

/** A value on the axis below the chart. */
export function tick(value: number, axis: Axis): string {
  return axis === "labels" ? figure(value) : `${Number(value.toPrecision(3))}`;
}

export const AXIS_NAMES: Record<Axis, string> = {
  labels: "labels",
  hours: "hours of people's time",
  cost: "cost",
};
