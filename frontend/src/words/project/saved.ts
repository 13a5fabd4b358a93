import type { Curve } from "@/api/queries";
import { amount, count, duration, signed, span } from "@/words/figures";
import { whyNoneSaved } from "@/words/reasons";

type Savings = NonNullable<Curve["labels_saved"]>;

interface Fact {
  figure: string;
  /** The interval of the figure. */
  range?: string;
  sentence: string;
}

/** How many labels were saved against random sampling: the estimate, then its interval. */
export function saved({ labels_saved, reasons, points, currency }: Curve): Fact {
  if (!labels_saved) {
    const why = points.some(({ audit_labels }) => audit_labels > 0) ? whyNoneSaved(reasons) : null;
    return {
      figure: "Too early to say",
      sentence: why ?? "This needs more audit texts.",
    };
  }
  const { estimate } = labels_saved;
  const low = labels_saved.low ?? labels_saved.lower;
  const high = labels_saved.high ?? labels_saved.upper;
  if (high !== null && high < 0)
    return {
      figure: `About ${count(-estimate, "label")} more`,
      range: `(${span(-high, -low)})`,
      sentence: "Random sampling would have needed fewer labels.",
    };
  const saved = `${count(Math.max(estimate, 0), "label")} saved`;
  if (low <= 0 && high === null)
    return {
      figure: `Maybe ${saved}`,
      sentence: `Too early to be sure. It may be far more${low < 0 ? `, or random sampling may have been better by up to ${count(-low, "label")}` : ""}.`,
    };
  const range = high === null ? `(at least ${signed(low)})` : `(${span(low, high)})`;
  if (low <= 0)
    return {
      figure: `Maybe ${saved}`,
      range,
      sentence: `Too early to be sure. Below 0, random sampling would have been better.${likely(labels_saved)}`,
    };
  return {
    figure: `About ${saved}`,
    range,
    sentence: `Random sampling would have needed that many more${worth(labels_saved, currency)}.${likely(labels_saved)}`,
  };
}

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
