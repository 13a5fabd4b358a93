import type { Schema } from "@/api/client";
import { count, figure } from "./figures";

export type Reason = Schema<"ReasonResponse">;
/** The page's own words for some of the reasons. */
export type Words = Partial<Record<Reason["code"], (figures: Reason["figures"]) => string>>;

/** Why nothing is known of what random sampling would have cost, in the page's words. */
const AGAINST_RANDOM: Words = {
  no_audit_items_in_part: ({ percent = 0 }) =>
    `${percent}\u00a0% of the pool has no check text yet`,
  few_audit_items_to_compare: ({ audit_items = 0, needed = 0 }) =>
    `${figure(audit_items)} of the ${count(needed, "check text")} that labels saved need`,
  uneven_audit_items_to_compare: ({ audit_items = 0, worth = 0, needed = 0 }) =>
    `${count(audit_items, "check text")} so far, which tell as much about the whole pool as ` +
    `${figure(worth)} of the ${figure(needed)} that labels saved need`,
  random_does_not_rise: () => "its curve doesn't rise clearly yet",
  earlier_version: () => "it is measured anew with the next round",
};

/** The clause that says why labels saved aren't known; null when none of the reasons does. */
export function whyNoneSaved(reasons: readonly Reason[]): string | null {
  for (const { code, figures } of reasons) {
    const words = AGAINST_RANDOM[code];
    if (words) return words(figures);
  }
  return null;
}

/** The figures of a reason, if it is among these. */
export function figuresOf(
  reasons: readonly Reason[],
  code: Reason["code"],
): Reason["figures"] | null {
  return reasons.find((one) => one.code === code)?.figures ?? null;
}
