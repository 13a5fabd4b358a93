import type { Curve } from "@/api/queries";
import { amount, count, duration, signed, span } from "@/words/figures";
import { figuresOf, whyNoneSaved } from "@/words/reasons";

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
  const isCapped = figuresOf(reasons, "saved_at_most") !== null;
  const range = interval(labels_saved);
  const { lower, estimate, upper } = labels_saved;
  if (upper !== null && upper < 0)
    return {
      figure: `About ${count(-estimate, "label")} more`,
      range: `(${span(-upper, -lower)})`,
      sentence: "Random sampling would have needed fewer labels.",
    };
  if (lower <= 0)
    return {
      figure: `Maybe ${labels(estimate, isCapped)} saved`,
      range,
      sentence: "Too early to be sure. Random sampling might have done as well.",
    };
  const sure =
    upper === null ? ` At least ${count(lower, "label")}, with 95\u00a0% certainty.` : "";
  return {
    figure: `${isCapped ? "Probably " : "About "}${labels(estimate, isCapped)} saved`,
    range,
    sentence: `Random sampling would have needed that many more${worth(labels_saved, currency)}.${sure}`,
  };
}

/** An estimate that is as high as can be told is more than that. */
const labels = (estimate: number, isCapped: boolean): string =>
  `${isCapped ? "more than " : ""}${count(Math.max(estimate, 0), "label")}`;

const interval = ({ lower, upper }: Savings): string =>
  upper === null ? `(at least ${signed(lower)})` : `(${span(lower, upper)})`;

/** What those labels would have taken, as far as that is known. */
function worth({ seconds, cost }: Savings, currency: string): string {
  const parts = [
    seconds && duration(seconds.estimate),
    cost && amount(cost.estimate, currency),
  ].filter(Boolean);
  return parts.length > 0 ? `: about ${parts.join(" and ")}` : "";
}
