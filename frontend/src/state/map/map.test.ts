import { expect, test } from "vitest";
import { areaOf, areaWord, inside } from "./area";
import { EDGE, moved, toMap, toScreen, whole, zoomed } from "./camera";
import { coloured, type Points } from "./colouring";
import { nearest, paint } from "./paint";

const SIZE = { width: 400, height: 300 };

const POINTS: Points = {
  ids: [11, 12, 13, 14],
  x: Uint16Array.of(0, EDGE, 30_000, 30_000),
  y: Uint16Array.of(0, EDGE, 30_000, 60_000),
  classes: ["fruit", "metal"],
  label: [1, null, 1, 0],
  predicted: [null, null, 0, 0],
  confidence: [null, 50, 51, 100],
  round: [0, null, 3, 12],
};

test("what lies at a place of the screen stays there while one zooms", () => {
  const camera = whole(SIZE);
  const at = { x: 90, y: 200 };
  const before = toMap(camera, SIZE, at);
  const nearer = zoomed(camera, SIZE, 4, at);
  const after = toScreen(nearer, SIZE, before);
  expect(after.x).toBeCloseTo(at.x);
  expect(after.y).toBeCloseTo(at.y);
  expect(zoomed(nearer, SIZE, 1e-9, at).scale).toBe(camera.scale);
  expect(moved(camera, { x: 1e9, y: 0 }).x).toBe(0);
});

test("an area is a word and back, with no more corners than the service takes", () => {
  const line = Array.from({ length: 500 }, (_, at) => ({ x: at * 100 - 5, y: 7.4 }));
  const area = areaOf(areaWord(12, line))!;
  expect(area.map).toBe(12);
  expect(area.corners.length).toBeLessThanOrEqual(60);
  expect(area.corners[0]).toEqual({ x: 0, y: 7 });
  for (const word of ["all", "12", "12-1-1-2-2", "x-1-1-2-2-3-3", undefined])
    expect(areaOf(word)).toBeNull();
});

test("what lies inside of an area", () => {
  const corners = [
    { x: 20_000, y: 20_000 },
    { x: 40_000, y: 20_000 },
    { x: 40_000, y: 40_000 },
    { x: 20_000, y: 40_000 },
  ];
  expect(inside(POINTS.x, POINTS.y, corners)).toEqual([2]);
});

test("classes are ordered by how many they have, confidences and rounds by size", () => {
  const byClass = coloured(POINTS, "label");
  expect(byClass.groups.map(({ key }) => key)).toEqual([-1, 1, 0]);
  expect([...byClass.of]).toEqual([1, 0, 1, 2]);
  const byConfidence = coloured(POINTS, "confidence");
  expect(byConfidence.groups).toEqual([
    { key: -1, count: 1 },
    { key: 0, count: 1 },
    { key: 1, count: 1 },
    { key: 4, count: 1 },
  ]);
  expect(coloured(POINTS, "round").groups.map(({ key }) => key)).toEqual([-1, 0, 1, 4]);
});

test("points are painted where they lie, those with a colour above the others", () => {
  const camera = { x: 30_000, y: 30_000, scale: 0.001 };
  const picture = new Uint32Array(SIZE.width * SIZE.height);
  const of = coloured(POINTS, "label").of;
  paint(picture, SIZE, { ...POINTS, of }, camera, Uint32Array.of(7, 8, 9), 1);
  expect(picture[150 * 400 + 200]).toBe(8);
  expect(picture[180 * 400 + 200]).toBe(9);
  expect(picture.filter((ink) => ink !== 0)).toHaveLength(4);
  expect(nearest(POINTS, { x: 29_000, y: 31_000 })).toBe(2);
  expect(nearest(POINTS, { x: 29_000, y: 31_000 }, 10)).toBeNull();
});
