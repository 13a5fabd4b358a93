import { goal, percent, reached } from "@/words/figures";
import { words } from "@/words/project/curve";
import { type Drawn, isSettled } from "../curve-data";
import type { Ink } from "./ink";
import { type Mark, mark } from "./mark";
import type { Layout } from "./picture";
import { spread } from "./scale";

const APART = 17;
const BESIDE = 8;
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

/** The lines, named at their ends; on a narrow chart over them. Where a forecast goes on from there, a
 * name stands before the end, so as not to lie on it. */
export function names(drawn: Drawn, at: Layout, ink: Ink): Mark[] {
  const last = drawn.cone.at(-1);
  const fits = ({ x }: Name) => x - at.left > LONGEST;
  const goesOn = (name: Name) => last !== undefined && name.x < at.x(last.x) && fits(name);
  const all = ends(drawn, at, ink).toSorted((a, b) => a.y - b.y);
  return [
    ...placed(all.filter(goesOn), at, ink, (x) => ({ x: x - BESIDE, textAnchor: "end" })),
    ...placed(
      all.filter((name) => !goesOn(name)),
      at,
      ink,
      at.narrow ? () => ({ x: at.right, textAnchor: "end" }) : (x) => ({ x: x + BESIDE }),
      at.narrow,
    ),
  ];
}

/** Names with their colours, none on another, `over` or at the height where their line ends. */
function placed(
  ordered: readonly Name[],
  at: Layout,
  ink: Ink,
  across: (x: number) => Record<string, string | number>,
  over = true,
): Mark[] {
  const heights = ordered.map(({ y }) => (over ? y - 0.6 * APART : y));
  const places = spread(heights, APART, at.top + (over ? APART / 2 : 0), at.bottom);
  return ordered.map(({ words, colour, x }, index) =>
    mark(
      "text",
      {
        y: places[index]!,
        dy: "0.35em",
        fill: colour,
        stroke: ink.paper,
        ...RIM,
        ...across(x),
      },
      words,
    ),
  );
}
