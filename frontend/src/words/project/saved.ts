import type { Curve } from "@/api/queries";
import { amount, count, duration, figure } from "@/words/figures";
import { whyNoneSaved } from "@/words/reasons";

type Found = NonNullable<Curve["labels_saved"]>;

interface Told {
  figure: string;
  sentence: string;
}

/** What random sampling would have needed more, or as plainly that it might not have. */
export function saved({ labels_saved: found, reasons, points, currency }: Curve): Told {
  if (!found) {
    const why = points.some(({ audit_labels }) => audit_labels > 0) ? whyNoneSaved(reasons) : null;
    return {
      figure: "Too early to say",
      sentence: why ?? "It is worked out from audit texts, once there are enough of them.",
    };
  }
  const { lower, estimate } = found;
  if (lower > 0)
    return {
      figure: figure(lower),
      sentence: `Random sampling would have needed at least ${count(lower, "more label")}${worth(found, currency)}, most likely ${figure(estimate)}.`,
    };
  return {
    figure: signed(lower),
    sentence: `Random sampling might have done as well: it would most likely have needed ${compared(estimate)}, at worst ${compared(lower)}.`,
  };
}

const signed = (value: number): string => (value < 0 ? `−${figure(-value)}` : figure(value));

/** What those labels would have taken, as far as that is known. */
function worth({ seconds, cost }: Found, currency: string): string {
  const known = [seconds && duration(seconds.lower), cost && amount(cost.lower, currency)].filter(
    Boolean,
  );
  return known.length > 0 ? ` (about ${known.join(", ")})` : "";
}

/** How many more or fewer labels random sampling would have needed. */
function compared(labels: number): string {
  if (labels === 0) return "as many";
  return labels > 0 ? count(labels, "more label") : count(-labels, "fewer label");
}
