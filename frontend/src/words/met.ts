/** What is known of a class that hardly anybody has met: here and where it is looked for. */

import { count, figure, percent } from "./figures";

interface Checked {
  /** Audit texts of a class, and all of them. */
  ofIt: number;
  checks: number;
  /** At most this share of all texts is of the class, in 95 cases of 100. */
  most: number | null;
}

/** How frequent a class is at most, by the audit texts: "no audit text of 100 was one: at most 3 %
 * of all texts (95 %)". Null before there is a measurement. */
export function shareOfPool({ ofIt, checks, most }: Checked): string | null {
  if (most === null || checks === 0) return null;
  const met =
    ofIt === 0
      ? `no audit text of ${figure(checks)} was one`
      : `${figure(ofIt)} of ${count(checks, "audit text")} ${ofIt === 1 ? "was one" : "were"}`;
  // Rounded up: it isn't more than what is said.
  const whole = Math.min(100, Math.ceil(100 * most - 1e-9)) / 100;
  return `${met}: at most ${percent(whole)} of all texts (${percent(0.95)})`;
}

/** "8 found in 60 looks"; null before anybody looked. */
export function looked(found: number, looks: number): string | null {
  return looks === 0 ? null : `${figure(found)} found in ${count(looks, "look")}`;
}
