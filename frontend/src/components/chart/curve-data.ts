import type { Curve } from "@/api/queries";
import { between, figure, reached } from "@/words/figures";
import { METRICS, type Metric } from "@/words/terms/metrics";
import { words } from "@/words/project/curve";

export type Axis = "labels" | "hours" | "cost";
export type Point = Curve["points"][number];
export type RandomPoint = Curve["random"]["points"][number];
export type ConePoint = NonNullable<Curve["forecast"]>["cone"][number];

interface Placed<T> {
  x: number;
  point: T;
}

/** What the chart draws, from left to right. */
export interface Drawn {
  axis: Axis;
  currency: string;
  metric: Metric;
  points: Placed<Point>[];
  random: Placed<RandomPoint>[];
  /** Where the curve may go on. */
  cone: Placed<ConePoint>[];
  target: number | null;
  /** The figures at the bottom and the top of the axis of quality. */
  span: [low: number, high: number];
  /** Where the axis of what it took ends; it begins at nothing. */
  end: number;
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
  const means = (axis: Axis) => (last ? (place(last, axis) ?? 0) > 0 : false);
  return { labels: true, hours: means("hours"), cost: means("cost") };
}

/** A point is settled, and joins the line, once it rests on enough audit texts for a figure: the
 * service says none before. */
export const isSettled = (point: Point): boolean => point.estimate !== null;

/** The cone is drawn up to so many times the labels there are: the curve keeps half of the room. */
const AHEAD = 2;

/** The curve over one axis. Random sampling and what is to come are known by labels: elsewhere they are
 * placed by what a label took on average. */
export function drawn(curve: Curve, axis: Axis): Drawn {
  const placed = curve.points.flatMap((point) => {
    const x = place(point, axis);
    return x === null ? [] : [{ x, point }];
  });
  // A round without new labels measures anew: the later figure stands.
  const points = placed.filter(({ x }, at) => placed[at + 1]?.x !== x);
  const last = points.at(-1);
  const rate = last && last.point.labels > 0 ? last.x / last.point.labels : 0;
  const byLabels = <T extends { labels: number }>(found: readonly T[]): Placed<T>[] =>
    rate > 0 ? found.map((point) => ({ x: point.labels * rate, point })) : [];
  const random = byLabels(curve.random.points);
  const cone = byLabels(coneOf(curve));
  return {
    axis,
    currency: curve.currency,
    metric: curve.metric,
    points,
    random,
    cone,
    target: curve.target?.value ?? null,
    span: span(curve),
    end: Math.max(0, ...[...points, ...random, ...cone].map(({ x }) => x)) || 1,
  };
}

function coneOf({ forecast }: Curve): ConePoint[] {
  const cone = forecast?.cone ?? [];
  const most = AHEAD * (cone[0]?.labels ?? 0);
  return cone.filter(({ labels }) => labels <= most);
}

/** Whether settled points make a line. Until then each point is a bar of its interval; beside a line
 * such bars would say little, and flatten it: the axis holds what is drawn. */
export const isLine = (points: readonly Point[]): boolean => points.filter(isSettled).length > 1;

/** The figures at the bottom and the top of the axis of quality: round ones, around the data. */
export function span(curve: Curve): [low: number, high: number] {
  const own = isLine(curve.points) ? curve.points.filter(isSettled) : curve.points;
  // The baseline starts far below; it may come in from under the edge.
  const from = own[0]?.labels ?? 0;
  const beside = curve.random.points.filter(({ labels }) => labels >= from);
  const around = [...own, ...beside, ...coneOf(curve)];
  const lows = around.map(({ low }) => low);
  const tested = own.flatMap(({ evaluation }) => (evaluation ? [evaluation.value] : []));
  const highs = around.map(({ high }) => high);
  if (curve.target) highs.push(curve.target.value);
  const low = Math.max(0, Math.floor(Math.min(1, ...lows, ...tested) * 10 + 1e-9) / 10);
  const high = Math.min(1, Math.ceil(Math.max(0, ...highs, ...tested) * 10 - 1e-9) / 10);
  return high > low ? [low, high] : [0, 1];
}

/** A point in words, for whoever hovers over it, steps to it or can't see it. */
export function describe(point: Point, target: number | null, currency: string): string {
  const parts = [words.afterOf(point.labels, quality(point, target))];
  parts.push(words.auditTexts(point.audit_labels));
  if (point.evaluation) parts.push(words.testSetOf(tested(point.evaluation, target)));
  if (point.annotator_seconds > 0) parts.push(words.ofPeople(point.annotator_seconds));
  if (point.cost !== null && point.cost > 0) parts.push(words.costOf(point.cost, currency));
  parts.push(words.ofComputing(point.compute_seconds));
  return parts.join(" · ");
}

/** How a thing of the chart is drawn. */
export type Stroke = "bar" | "line" | "dot" | "projected" | "dotted";

interface LegendEntry {
  stroke: Stroke;
  words: string;
}

/** What the lines of the chart are, for who never saw such a chart. */
export function legend({ metric, points, random, cone }: Drawn, enough: number): LegendEntry[] {
  const settled = points.filter(({ point }) => isSettled(point)).length;
  if (settled === 0)
    return [{ stroke: "bar", words: words.barsCaption(METRICS[metric].quality, enough) }];
  const { line } = METRICS[metric];
  return [
    settled > 1
      ? { stroke: "line", words: words.modelLine(line) }
      : { stroke: "dot", words: words.modelDot(line) },
    ...(random.length > 1 ? [{ stroke: "projected", words: words.randomCaption } as const] : []),
    ...(cone.length > 1 ? [{ stroke: "dotted", words: words.forecastCaption } as const] : []),
  ];
}

/** The figure of the test set as words. */
export const tested = (
  { value, low, high }: NonNullable<Point["evaluation"]>,
  target: number | null,
): string => `${reached(value, target)} (${between(low, high)})`;

function quality(point: Point, target: number | null): string {
  if (point.estimate === null) return `${between(point.low, point.high)}\u00a0%`;
  return `${reached(point.estimate, target)} (${between(point.low, point.high)})`;
}

/** "auto@1:cluster_margin@1" as "cluster margin": what was really used. */
export function strategyName(strategy: string): string {
  const used = strategy.split(":").at(-1) ?? strategy;
  return used.replace(/@\d+$/, "").replaceAll("_", " ");
}

/** A value on the axis below the chart. */
export function tick(value: number, axis: Axis): string {
  return axis === "labels" ? figure(value) : `${Number(value.toPrecision(3))}`;
}

export const axisName = (axis: Axis, currency: string): string =>
  ({
    labels: words.labelsGiven,
    hours: words.hoursOfPeoplesTime,
    cost: words.costOfPeoplesTime(currency),
  })[axis];
