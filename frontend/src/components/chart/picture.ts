import { percent } from "@/words/figures";
import { METRICS } from "@/words/terms/metrics";
import { axisName, type Drawn, isLine, isSettled, tick } from "./curve-data";
import type { Ink } from "./ink";
import { type Mark, mark } from "./mark";
import { names } from "./names";
import { EDGE, type Layout, layout, type Size } from "./layout";
import type { Place } from "./room";
import { ticks } from "./scale";

/** Closer than this, dots would only make the line thick. */
const DOTS_APART = 6;
const TICKS_APART = 72;
const BAR = 4;
const DOTTED = "1.5 4";

/** The chart as marks. `chosen` is the point that is read out. */
export function picture(drawn: Drawn, size: Size, ink: Ink, chosen: number | null = null): Mark[] {
  const at = layout(drawn, size);
  const { left, top, right, bottom } = at;
  // Half a bar reaches beyond either end.
  const [x, width] = [left - BAR / 2, Math.max(0, right - left) + BAR];
  const height = Math.max(0, bottom - top);
  const clip = { x, y: top, width, height, viewBox: `${x} ${top} ${width} ${height}` };
  return [
    ...axesOf(drawn, at, ink),
    mark("svg", clip, [
      ...random(drawn, at, ink),
      ...ahead(drawn, at, ink),
      ...own(drawn, at, ink, chosen),
    ]),
    ...over(drawn, at, ink, chosen),
    ...names(drawn, at, ink),
  ];
}

const path = (places: readonly Place[]): string =>
  places.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

const stroke = (colour: string, width: number, dashes?: string) => ({
  fill: "none",
  stroke: colour,
  strokeWidth: width,
  strokeDasharray: dashes,
  strokeLinejoin: "round",
});

/** A line; none through less than two places. */
function line(places: readonly Place[], ...how: Parameters<typeof stroke>): Mark[] {
  return places.length < 2 ? [] : [mark("path", { d: path(places), ...stroke(...how) })];
}

function band(
  found: readonly { x: number; point: { low: number; high: number } }[],
  { x, y }: Layout,
  fill: string,
  fillOpacity: number,
): Mark[] {
  if (found.length < 2) return [];
  const there = found.map((one): Place => [x(one.x), y(one.point.high)]);
  const back = found.map((one): Place => [x(one.x), y(one.point.low)]).reverse();
  return [mark("path", { d: `${path([...there, ...back])}Z`, fill, fillOpacity })];
}

function axesOf({ axis, currency, metric, span, end }: Drawn, at: Layout, ink: Ink): Mark[] {
  const { left, top, right, bottom, x, y } = at;
  const words = { fill: ink.secondary };
  const rows = ticks(...span, Math.max(2, (bottom - top) / 32), 0.01);
  const columns = ticks(0, end, (right - left) / TICKS_APART, axis === "labels" ? 1 : 0);
  return [
    ...rows.flatMap((value) => [
      mark("path", { d: `M${left} ${y(value)}H${right}`, ...stroke(ink.hairline, 1) }),
      mark(
        "text",
        { x: left - 8, y: y(value), dy: "0.35em", textAnchor: "end", ...words },
        percent(value),
      ),
    ]),
    mark("text", { x: 0, y: top - 14, ...words }, METRICS[metric].quality),
    ...columns.map((value) => {
      // On a narrow chart the last one has no room beyond the end of the axis.
      const textAnchor = at.narrow && x(value) > right - 2 * EDGE ? "end" : "middle";
      return mark("text", { x: x(value), y: bottom + 20, textAnchor, ...words }, tick(value, axis));
    }),
    mark(
      "text",
      { x: (left + right) / 2, y: bottom + 42, textAnchor: "middle", ...words },
      axisName(axis, currency),
    ),
  ];
}

/** Random sampling: a ring where it was measured, dotted where it is projected from there on. */
function random({ random: found }: Drawn, at: Layout, ink: Ink): Mark[] {
  const places = found.map(({ x, point }): Place => [at.x(x), at.y(point.estimate)]);
  const measured = found.flatMap(({ x, point }) =>
    point.extrapolated
      ? []
      : mark("circle", {
          ...{ cx: at.x(x), cy: at.y(point.estimate), r: 3, fill: ink.paper },
          ...stroke(ink.secondary, 1.5),
        }),
  );
  return [
    ...band(found, at, ink.secondary, 0.08),
    ...line(places, ink.secondary, 1.5, DOTTED),
    ...measured,
  ];
}

/** Where the model's line may go on. */
function ahead({ cone }: Drawn, at: Layout, ink: Ink): Mark[] {
  const places = cone.map(({ x, point }): Place => [at.x(x), at.y(point.estimate)]);
  return [...band(cone, at, ink.accent, 0.08), ...line(places, ink.accent, 1.5, DOTTED)];
}

/** The model's line in its band; before there is one, faint bars of the intervals. */
function own({ points }: Drawn, at: Layout, ink: Ink, chosen: number | null): Mark[] {
  const settled = points.filter(({ point }) => isSettled(point));
  const places = settled.map(({ x, point }): Place => [at.x(x), at.y(point.estimate ?? 0)]);
  const bars = isLine(points.map(({ point }) => point))
    ? []
    : points.map(({ x, point }, index) =>
        mark("path", {
          d: `M${at.x(x)} ${at.y(point.low)}V${at.y(point.high)}`,
          ...stroke(ink.accent, BAR),
          strokeOpacity: index === chosen ? 1 : 0.3,
        }),
      );
  const tested = points.flatMap(({ x, point }): Place[] =>
    point.evaluation ? [[at.x(x), at.y(point.evaluation.value)]] : [],
  );
  return [
    ...bars,
    ...band(settled, at, ink.accent, 0.15),
    ...line(places, ink.accent, 2),
    ...line(tested, ink.ink, 1.5),
  ];
}

/** What stands over the lines, and may reach beyond their box. */
function over({ points, target }: Drawn, at: Layout, ink: Ink, chosen: number | null): Mark[] {
  const { left, top, right, bottom, x, y } = at;
  const found: Mark[] = [];
  if (target !== null)
    found.push(mark("path", { d: `M${left} ${y(target)}H${right}`, ...stroke(ink.secondary, 1) }));
  const read = chosen === null ? undefined : points[chosen];
  if (read)
    found.push(mark("path", { d: `M${x(read.x)} ${top}V${bottom}`, ...stroke(ink.secondary, 1) }));
  const dense = points.length * DOTS_APART > right - left;
  for (const { x: place, point } of points) {
    if (point.evaluation && !dense)
      found.push(
        mark("circle", { cx: x(place), cy: y(point.evaluation.value), r: 2, fill: ink.ink }),
      );
    if (point.estimate === null || (dense && point !== read?.point)) continue;
    const lit = point === read?.point;
    const rim = lit ? { r: 4.5, stroke: ink.paper, strokeWidth: 2 } : { r: 2 };
    found.push(mark("circle", { cx: x(place), cy: y(point.estimate), fill: ink.accent, ...rim }));
  }
  return found;
}
