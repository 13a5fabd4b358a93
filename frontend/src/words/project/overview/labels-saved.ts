import type { Curve } from "@/api/queries";
import { amount, count, duration, signed, span } from "@/words/figures";
import { whyNoneSaved } from "@/words/terms/reasons";

type Savings = NonNullable<Curve["labels_saved"]>;

interface Fact {
  figure: string;
  /** The interval of the figure. */
  range?: string;
  sentence: string;
}

/** How many labels were saved against random sampling: the estimate, then its interval. No number
 * while the interval leaves open whether any were. */
export function saved({ labels_saved, reasons, points, currency }: Curve): Fact {
  if (!labels_saved) {
    const why = points.some(({ audit_labels }) => audit_labels > 0) ? whyNoneSaved(reasons) : null;
    return {
      figure: "Too early to say",
      sentence: why ?? "This needs more audit texts.",
    };
  }
  const { estimate, is_significant, audits_to_tell } = labels_saved;
  if (!is_significant) return { figure: "Can't tell yet", sentence: askAgain(audits_to_tell) };
  const low = labels_saved.low ?? labels_saved.lower;
  const high = labels_saved.high ?? labels_saved.upper;
  if (high !== null && high < 0)
    return {
      figure: `About ${count(-estimate, "label")} more`,
      range: `(${span(-high, -low)})`,
      sentence: "Random sampling would have needed fewer labels.",
    };
  const range = high === null ? `(at least ${signed(low)})` : `(${span(low, high)})`;
  return {
    figure: `About ${count(estimate, "label")} saved`,
    range,
    sentence: `Random sampling would have needed that many more${worth(labels_saved, currency)}.${likely(labels_saved)}`,
  };
}

/** When it is worth another look. */
const askAgain = (audits: number | null): string =>
  audits === null
    ? "More audit texts are unlikely to tell on a pool of this size."
    : `Ask again at about ${count(Math.ceil(audits / 10) * 10, "audit text")}.`;

/** The narrower range, or that nobody knows how many it may be. */
const likely = ({ likely_low, likely_high, upper }: Savings): string => {
  if (upper === null) return " The saving may be far larger.";
  if (likely_low === null || likely_high === null) return "";
  return ` With 80\u00a0% certainty it is ${span(likely_low, likely_high)}.`;
};

/** What those labels would have taken, as far as that is known. */
function worth({ seconds, cost }: Savings, currency: string): string {
  const parts = [
    seconds && duration(seconds.estimate),
    cost && amount(cost.estimate, currency),
  ].filter(Boolean);
  return parts.length > 0 ? `: about ${parts.join(" and ")}` : "";
}
