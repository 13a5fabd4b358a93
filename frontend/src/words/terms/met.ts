/** How frequent a rare class is, in the overview and in its hunt. */

import { spoken } from "./class-names";
import { count, figure, percent } from "../figures";

interface Checked {
  name: string;
  /** Audit texts of a class, and all of them. */
  ofIt: number;
  checks: number;
  /** At most this share of all texts is of the class, in 95 cases of 100. */
  most: number | null;
}

/** How frequent a class is at most: "0 of 100 random texts were ABBR, so at most 3 % are", a bound of
 * 95 %. Null before there is a measurement. */
export function shareOfPool({ name, ofIt, checks, most }: Checked): string | null {
  if (most === null || checks === 0) return null;
  // Rounded up: it isn't more than what is said.
  const whole = Math.min(100, Math.ceil(100 * most - 1e-9)) / 100;
  const were = ofIt === 1 ? "was" : "were";
  return `${figure(ofIt)} of ${count(checks, "random text")} ${were} ${spoken(name)}, so at most ${percent(whole)} are`;
}

/** "8 found in 60 texts seen"; null before anybody hunted. */
export function looked(found: number, looks: number): string | null {
  return looks === 0 ? null : `${figure(found)} found in ${count(looks, "text")} seen`;
}
