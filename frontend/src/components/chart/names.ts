import { goal, percent, reached } from "@/words/figures";
import { words } from "@/words/project/curve";
import { type Drawn, isSettled } from "./curve-data";
import type { Ink } from "./ink";
import { type Mark, mark } from "./mark";
import type { Layout } from "./layout";
import { clear, type Place } from "./room";
import { spread } from "./scale";

const APART = 17;
const BESIDE = 8;
/** About as wide is one. */
const LETTER = 7;
/** Room for any of the names. */
const LONGEST = 112;
/** Of paper, so that a name can be read over what it crosses. */
const RIM = { paintOrder: "stroke", strokeWidth: 4, strokeLinejoin: "round" };

interface Name {
  words: string;
  colour: string;
  x: number;
  y: number;
}

/** What the lines are called, and where they end. */
function ends({ points, random: found, cone, target }: Drawn, at: Layout, ink: Ink): Name[] {
  const named: Name[] = [];
  const add = (words: string, colour: string, x: number, value: number) =>
    named.push({ words, colour, x, y: at.y(value) });
  const settled = points.findLast(({ point }) => isSettled(point));
  if (settled?.point.estimate != null)
    add(
      `model ${reached(settled.point.estimate, target)}`,
      ink.accent,
      at.x(settled.x),
      settled.point.estimate,
    );
  const tested = points.findLast(({ point }) => point.evaluation !== null);
  if (tested?.point.evaluation)
    add(
      words.testSetOf(reached(tested.point.evaluation.value, target)),
      ink.ink,
      at.x(tested.x),
      tested.point.evaluation.value,
    );
  const baseline = found.at(-1);
  if (baseline) add("random", ink.secondary, at.x(baseline.x), baseline.point.estimate);
  const last = cone.at(-1);
  if (last)
    add(`forecast ${percent(last.point.estimate)}`, ink.accent, at.x(last.x), last.point.estimate);
  if (target !== null) add(`target ${goal(target)}`, ink.secondary, at.right, target);
  return named;
}

/** The lines, named at their ends; on a narrow chart over them. Where something goes on from there, a
 * name stands before the end, so as not to lie on it. */
export function names(drawn: Drawn, at: Layout, ink: Ink): Mark[] {
  const lines = linesOf(drawn, at);
  const furthest = Math.max(...lines.flat().map(([x]) => x));
  const all = ends(drawn, at, ink).toSorted((a, b) => a.y - b.y);
  const isBefore = ({ x }: Name) => x < furthest - 1 && x - at.left > LONGEST;
  const before = all.filter(isBefore).map((name) => ({ ...name, end: name.x - BESIDE }));
  const last = all.filter((name) => !isBefore(name));
  return [
    ...over(before, lines, at, ink),
    ...(at.narrow
      ? over(
          last.map((name) => ({ ...name, end: at.right })),
          lines,
          at,
          ink,
        )
      : beside(last, at, ink)),
  ];
}

/** What names should not lie on. */
function linesOf({ points, random: found, cone, target }: Drawn, at: Layout): Place[][] {
  const line = (places: readonly { x: number; value: number | null | undefined }[]) =>
    places.flatMap(({ x, value }): Place[] => (value == null ? [] : [[at.x(x), at.y(value)]]));
  return [
    line(points.map(({ x, point }) => ({ x, value: point.estimate }))),
    line(points.map(({ x, point }) => ({ x, value: point.evaluation?.value }))),
    ...[found, cone].map((one) => line(one.map(({ x, point }) => ({ x, value: point.estimate })))),
    target === null ? [] : [at.left, at.right].map((x): Place => [x, at.y(target)]),
  ];
}

/** Names at the height where their lines end, none on another. */
function beside(ordered: readonly Name[], at: Layout, ink: Ink): Mark[] {
  const heights = ordered.map(({ y }) => y);
  const places = spread(heights, APART, at.top, at.bottom);
  return ordered.map((name, index) =>
    written(name, { x: name.x + BESIDE, y: places[index]! }, ink),
  );
}

/** Names that end at `end`, over their lines, on none of these and none on another. */
function over(
  ordered: readonly (Name & { end: number })[],
  lines: readonly Place[][],
  at: Layout,
  ink: Ink,
): Mark[] {
  const wanted = ordered.map(({ words, end, y }) => {
    const height = y - 0.6 * APART;
    return { from: end - words.length * LETTER, to: end, height };
  });
  const places = clear(wanted, lines, APART, at.top + APART / 2, at.bottom);
  return ordered.map((name, index) =>
    written(name, { x: name.end, y: places[index]!, textAnchor: "end" }, ink),
  );
}

function written({ words, colour }: Name, where: Mark["attributes"], ink: Ink): Mark {
  return mark("text", { dy: "0.35em", fill: colour, stroke: ink.paper, ...RIM, ...where }, words);
}
