/** Where a value stands in a picture, in its units. */
export type Scale = (value: number) => number;

export const linear =
  ([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale =>
  (value) =>
    from + ((value - low) / (high - low)) * (to - from);

const STEPS = [1, 2, 5, 10];

/** Round figures from `low` to `high`, at most `most` steps apart, none smaller than `least`. */
export function ticks(low: number, high: number, most: number, least = 0): number[] {
  const rough = Math.max((high - low) / Math.max(1, most), least);
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  const step = power * (STEPS.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

/** Heights at least `apart` from each other, moved as little as can be, between `least` and `most`.
 * They come in ascending order. */
export function spread(
  heights: readonly number[],
  apart: number,
  least: number,
  most: number,
): number[] {
  const found = [...heights];
  for (let round = 0; round < found.length * 8; round++)
    for (let at = 1; at < found.length; at++) {
      const short = apart - (found[at]! - found[at - 1]!);
      if (short <= 0) continue;
      found[at - 1]! -= short / 2;
      found[at]! += short / 2;
    }
  const over = Math.max(0, (found.at(-1) ?? most) - most);
  const under = Math.max(0, least - (found[0] ?? least));
  return found.map((height) => height - over + under);
}
