const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** How long until what failed so many times in a row is tried again. */
export function pauseAfter(failures: number): number {
  return PAUSES[Math.min(failures, PAUSES.length - 1)]!;
}
