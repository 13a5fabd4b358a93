import { EDGE, type Point } from "./camera";

/** An area of one of the maps, as its address and the API have it: NUMBER-X-Y-X-Y-X-Y. */
export interface Area {
  map: number;
  corners: readonly Point[];
}

const MOST_CORNERS = 60;
export const AREA = /^[0-9]{1,12}(-[0-9]{1,5}-[0-9]{1,5}){3,60}$/;

export function areaOf(word: string | undefined): Area | null {
  if (word === undefined || !AREA.test(word)) return null;
  const [map = 0, ...places] = word.split("-").map(Number);
  const corners: Point[] = [];
  for (let at = 0; at + 1 < places.length; at += 2)
    corners.push({ x: places[at]!, y: places[at + 1]! });
  return { map, corners };
}

const onMap = (value: number) => Math.round(Math.min(Math.max(value, 0), EDGE));

/** The word of an area: of a line that was drawn by hand, as many corners as it needs. */
export function areaWord(map: number, line: readonly Point[]): string {
  const step = Math.max(1, Math.ceil(line.length / MOST_CORNERS));
  const corners = line.filter((_, place) => place % step === 0);
  return [map, ...corners.flatMap(({ x, y }) => [onMap(x), onMap(y)])].join("-");
}

/** Which points lie inside, as the service counts them. */
export function inside(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  corners: readonly Point[],
): number[] {
  const places: number[] = [];
  for (let at = 0; at < xs.length; at += 1)
    if (isInside(xs[at]!, ys[at]!, corners)) places.push(at);
  return places;
}

function isInside(x: number, y: number, corners: readonly Point[]): boolean {
  let odd = false;
  let from = corners[corners.length - 1]!;
  for (const to of corners) {
    if (from.y > y !== to.y > y && x < to.x + ((y - to.y) * (from.x - to.x)) / (from.y - to.y))
      odd = !odd;
    from = to;
  }
  return odd;
}
