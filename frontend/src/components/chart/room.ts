export type Place = readonly [x: number, y: number];

/** A name: from where to where it reaches, and the height that suits it best. */
interface Wanted {
  from: number;
  to: number;
  height: number;
}

/** So near to a line a name lies on it. */
const NEAR = 10;

interface Placed {
  heights: number[];
  /** How far all names are from where they would be best. */
  far: number;
}

/** Heights at which names are `apart` from each other, together as near as can be to those that suit
 * them, and on no line where there is room. They come from top to bottom and stay in that order: the
 * upper name is read as that of the upper line. */
export function clear(
  wanted: readonly Wanted[],
  lines: readonly (readonly Place[])[],
  apart: number,
  least: number,
  most: number,
): number[] {
  const onLines = wanted.map(({ from, to }) => lines.flatMap((line) => passing(line, from, to)));
  /** The names up to this one, above those that have their heights; null where there is no room. */
  const above = (at: number, below: readonly number[], onNone: boolean): Placed | null => {
    if (at < 0) return { heights: [], far: 0 };
    const { height } = wanted[at]!;
    const lowest = below[0] === undefined ? most : below[0] - apart;
    const taken = onNone ? onLines[at]! : [];
    const free = [Math.min(Math.max(height, least), lowest), lowest, ...taken.flat()].filter(
      (y) => y >= least && y <= lowest && taken.every(([top, bottom]) => y <= top || y >= bottom),
    );
    return free.reduce<Placed | null>((best, y) => {
      const others = above(at - 1, [y, ...below], onNone);
      const far = (others?.far ?? 0) + Math.abs(y - height);
      return others && far < (best?.far ?? Infinity)
        ? { heights: [...others.heights, y], far }
        : best;
    }, null);
  };
  const last = wanted.length - 1;
  const placed = above(last, [], true) ?? above(last, [], false);
  return placed?.heights ?? wanted.map(({ height }) => height);
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
