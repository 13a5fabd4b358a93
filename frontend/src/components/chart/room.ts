export type Place = readonly [x: number, y: number];

/** A name: from where to where it reaches, and the height that suits it best. */
interface Wanted {
  from: number;
  to: number;
  height: number;
}

/** So near to a line a name lies on it. */
const NEAR = 10;

/** Heights at which names lie on no line and are `apart` from each other, each as near as can be to
 * the one that suits it. They come from top to bottom, and stay in that order where there is room. */
export function clear(
  wanted: readonly Wanted[],
  lines: readonly (readonly Place[])[],
  apart: number,
  least: number,
  most: number,
): number[] {
  const found: number[] = [];
  for (const { from, to, height } of wanted.toReversed()) {
    const taken = [
      ...lines.flatMap((line) => passing(line, from, to)),
      ...found.map((other) => [other - apart, other + apart] as const),
    ];
    const free = [Math.min(Math.max(height, least), most), ...taken.flat()].filter(
      (y) => y >= least && y <= most && taken.every(([top, bottom]) => y <= top || y >= bottom),
    );
    const inOrder = free.filter((y) => y <= (found[0] ?? most));
    const far = (y: number) => Math.abs(y - height);
    const [nearest = height] = (inOrder.length > 0 ? inOrder : free).sort(
      (a, b) => far(a) - far(b),
    );
    found.unshift(nearest);
  }
  return found;
}

/** The heights that a line takes up between two places across, piece by piece. */
function passing(line: readonly Place[], from: number, to: number): (readonly [number, number])[] {
  return line.slice(1).flatMap(([endX, endY], at) => {
    const [startX, startY] = line[at]!;
    if (endX < from || startX > to) return [];
    const slope = (endY - startY) / (endX - startX || 1);
    const heights = [Math.max(startX, from), Math.min(endX, to)].map(
      (x) => startY + slope * (x - startX),
    );
    return [[Math.min(...heights) - NEAR, Math.max(...heights) + NEAR] as const];
  });
}
