import type { Camera, Point, Size } from "./camera";
import { EDGE, whole } from "./camera";

interface Painted {
  x: Uint16Array;
  y: Uint16Array;
  /** Of each point the place of its colour. */
  of: Uint16Array;
}

const LARGEST = 5;

/** Pixels that a point is wide: more the nearer one is, fewer the more there are. */
export function dotSize(camera: Camera, size: Size, points: number): number {
  const nearer = Math.log2(camera.scale / whole(size).scale);
  const least = points > 20_000 ? 2 : points > 2_000 ? 3 : 4;
  return Math.min(LARGEST, Math.round(least + 0.7 * nearer));
}

/** Paints points as squares into a picture of one number a pixel, those without a colour first. */
export function paint(
  picture: Uint32Array,
  { width, height }: Size,
  points: Painted,
  camera: Camera,
  inks: Uint32Array,
  dot: number,
): void {
  picture.fill(0);
  const { x, y, of } = points;
  const left = width / 2 - camera.x * camera.scale - dot / 2;
  const top = height / 2 - camera.y * camera.scale - dot / 2;
  for (const first of [true, false])
    for (let at = 0; at < x.length; at += 1) {
      const group = of[at]!;
      if ((group === 0) !== first) continue;
      const column = Math.round(left + x[at]! * camera.scale);
      const row = Math.round(top + y[at]! * camera.scale);
      if (column < 0 || row < 0 || column + dot > width || row + dot > height) continue;
      const ink = inks[group]!;
      // A call of `fill` takes longer than a few pixels.
      for (let start = row * width + column, down = 0; down < dot; down += 1, start += width)
        for (let pixel = start; pixel < start + dot; pixel += 1) picture[pixel] = ink;
    }
}

/** The point nearest to a place of the map, if one lies within a reach of it. */
export function nearest(
  { x, y }: Pick<Painted, "x" | "y">,
  at: Point,
  reach: number = EDGE,
): number | null {
  let [best, least] = [-1, reach * reach];
  for (let each = 0; each < x.length; each += 1) {
    const [across, down] = [x[each]! - at.x, y[each]! - at.y];
    const far = across * across + down * down;
    if (far < least) [best, least] = [each, far];
  }
  return best < 0 ? null : best;
}
