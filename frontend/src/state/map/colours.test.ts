import { expect, test } from "vitest";
import {
  apart,
  coloured,
  MOST_COLOURED,
  mostFrequent,
  OTHERS,
  type Points,
  withClass,
} from "./colouring";

/** Of class k there are k + 1 texts. */
const of = Array.from({ length: 12 }, (_, key) => Array<number>(key + 1).fill(key)).flat();
const POINTS: Points = {
  ids: of.map((_, at) => at),
  x: new Uint16Array(of.length),
  y: new Uint16Array(of.length),
  classes: Array.from({ length: 12 }, (_, key) => `class ${key}`),
  label: of,
  predicted: of.map(() => 3),
  confidence: of.map(() => 50),
  round: of.map(() => 1),
};

test("of many classes those with the most texts have a colour, and the others share one", () => {
  const most = mostFrequent(POINTS, "label")!;
  expect(most).toEqual([11, 10, 9, 8, 7, 6, 5, 4]);
  const { groups } = coloured(POINTS, "label", most);
  expect(groups.map(({ key }) => key)).toEqual([-1, ...most, OTHERS]);
  expect(groups.at(-1)!.count).toBe(1 + 2 + 3 + 4);
  expect(mostFrequent(POINTS, "predicted"), "one class needs no choice").toBeNull();
  expect(mostFrequent(POINTS, "round")).toBeNull();
});

test("a class that is chosen takes the place of the first, and gives it back", () => {
  const most = mostFrequent(POINTS, "label")!;
  const chosen = withClass(most, 0);
  expect(chosen).toEqual([10, 9, 8, 7, 6, 5, 4, 0]);
  expect(chosen).toHaveLength(MOST_COLOURED);
  expect(withClass(chosen, 0)).toEqual([10, 9, 8, 7, 6, 5, 4]);
  expect(coloured(POINTS, "label", chosen).groups.find(({ key }) => key === 0)!.count).toBe(1);
});

test("no two of a few classes among many have the same colour", () => {
  const colours = ["blue", "orange", "green"];
  expect([...apart([0, 1, 2], () => null, colours).values()], "each in its place").toEqual(colours);
  const far = apart([106, 6, 4], () => null, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
  expect(Object.fromEntries(far)).toEqual({ 106: "g", 6: "a", 4: "e" });
  const own = apart([3, 1], (key) => (key === 1 ? "blue" : null), colours);
  expect(Object.fromEntries(own)).toEqual({ 1: "blue", 3: "orange" });
});
