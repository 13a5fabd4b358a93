import type { Schema } from "@/api/client";

export type Reason = Schema<"Reason">;

/** The service's sentence; no line breaks between a figure and its %. */
export const unbroken = ({ detail }: Reason): string => detail.replaceAll(" %", "\u00a0%");

/** Why nothing is known of what random sampling would have needed. */
const AGAINST_RANDOM: readonly Reason["code"][] = [
  "no_audit_items_in_part",
  "few_audit_items_to_compare",
  "uneven_audit_items_to_compare",
];

/** The sentence that says why labels saved aren't known; null when none of the reasons does. */
export function whyNoneSaved(reasons: readonly Reason[]): string | null {
  const found = reasons.find(({ code }) => AGAINST_RANDOM.includes(code));
  return found ? unbroken(found) : null;
}

/** The figures of a reason, if it is among these. */
export function figuresOf(
  reasons: readonly Reason[],
  code: Reason["code"],
): Reason["figures"] | null {
  return reasons.find((one) => one.code === code)?.figures ?? null;
}
