import uPlot from "uplot";
import { type Drawn, spread } from "../curve-data";
import { percent } from "../figures";
import type { Ink } from "./ink";
import { isNarrow } from "./options";

const LABEL_APART = 17;
/** Closer than this, dots would only make the line thick. */
const DOTS_APART = 6;

interface Name {
  words: string;
  colour: string;
  x: number;
  y: number;
}

/** What is drawn over the lines that uPlot draws. Lengths are in CSS pixels times the ratio. */
export function paint(
  plot: uPlot,
  columns: Drawn,
  target: number | null,
  chosen: number | null,
  ink: Ink,
): void {
  const { ctx } = plot;
  const ratio = uPlot.pxRatio;
  const { left, top, width, height } = plot.bbox;
  const x = (value: number) => plot.valToPos(value, "x", true);
  const y = (value: number) => plot.valToPos(value, "y", true);
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([]);

  if (target !== null) {
    ctx.strokeStyle = ink.secondary;
    line(ctx, left, y(target), left + width, y(target));
  }
  const read = chosen === null ? undefined : columns.points[chosen];
  if (read) {
    ctx.strokeStyle = ink.secondary;
    line(ctx, x(read.x), top, x(read.x), top + height);
  }
  const dense = columns.points.length * DOTS_APART * ratio > width;
  for (const [index, { settled, point, x: at }] of columns.points.entries()) {
    const lit = index === chosen;
    if (settled && dense && !lit) continue;
    if (settled) dot(ctx, x(at), y(point.estimate ?? 0), (lit ? 4.5 : 2) * ratio, ink, lit);
    else
      bar(ctx, x(at), y(point.low), y(point.high), plot.bbox, ratio, lit ? ink.accent : ink.faint);
  }
  names(ctx, plot, ends(plot, columns, target, ink), ratio, ink.paper);
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function dot(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  ink: Ink,
  lit: boolean,
): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = ink.accent;
  ctx.fill();
  if (!lit) return;
  ctx.strokeStyle = ink.paper;
  ctx.lineWidth *= 2;
  ctx.stroke();
  ctx.lineWidth /= 2;
}

/** With too few check texts for a figure only the interval shows, as a faint bar. */
function bar(
  ctx: CanvasRenderingContext2D,
  x: number,
  low: number,
  high: number,
  box: uPlot.BBox,
  ratio: number,
  colour: string,
): void {
  const from = Math.max(box.top, high);
  const to = Math.min(box.top + box.height, low);
  if (to <= from) return;
  ctx.fillStyle = colour;
  ctx.fillRect(x - 2 * ratio, from, 4 * ratio, to - from);
}

/** The lines, named at their ends. */
function ends(plot: uPlot, columns: Drawn, target: number | null, ink: Ink): Name[] {
  const { left, width } = plot.bbox;
  const found: Name[] = [];
  const at = (words: string, colour: string, xs: number, value: number) =>
    found.push({
      words,
      colour,
      x: plot.valToPos(xs, "x", true),
      y: plot.valToPos(value, "y", true),
    });
  const settled = columns.points.filter((point) => point.settled).at(-1);
  if (settled?.point.estimate != null)
    at(`model ${percent(settled.point.estimate)}`, ink.accent, settled.x, settled.point.estimate);
  const tested = columns.tested.findLastIndex((value) => value !== null);
  if (tested >= 0)
    at(
      `test set ${percent(columns.tested[tested]!)}`,
      ink.ink,
      columns.x[tested]!,
      columns.tested[tested]!,
    );
  const random = columns.x.findLastIndex(
    (_, index) => columns.random[index] != null || columns.extrapolated[index] != null,
  );
  if (random >= 0)
    at(
      "random",
      ink.secondary,
      columns.x[random]!,
      columns.extrapolated[random] ?? columns.random[random]!,
    );
  if (target !== null)
    found.push({
      words: `target ${percent(target)}`,
      colour: ink.secondary,
      x: left + width,
      y: plot.valToPos(target, "y", true),
    });
  return found;
}

function names(
  ctx: CanvasRenderingContext2D,
  plot: uPlot,
  found: Name[],
  ratio: number,
  paper: string,
): void {
  const { left, top, width, height } = plot.bbox;
  const narrow = isNarrow(plot);
  const apart = LABEL_APART * ratio;
  ctx.textBaseline = "middle";
  ctx.textAlign = narrow ? "right" : "left";
  ctx.font = plot.axes[0]!.font![0]!;
  ctx.strokeStyle = paper;
  ctx.lineWidth = 4 * ratio;
  ctx.lineJoin = "round";
  const ordered = found.toSorted((a, b) => a.y - b.y);
  // Over its own line, when the name has no room beside it.
  const heights = ordered.map(({ y }) => (narrow ? y - 0.6 * apart : y));
  const places = spread(heights, apart, top + (narrow ? apart / 2 : 0), top + height);
  for (const [index, { words, colour, x }] of ordered.entries()) {
    const at = narrow ? left + width : x + 8 * ratio;
    // A rim of paper, so that it can be read over what it crosses.
    if (narrow) ctx.strokeText(words, at, places[index]!);
    ctx.fillStyle = colour;
    ctx.fillText(words, at, places[index]!);
  }
}
