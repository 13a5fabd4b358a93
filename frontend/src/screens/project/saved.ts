import type { Curve } from "@/api/queries";
import { count, figure } from "./figures";
import { whyNoneSaved } from "./reasons";

interface Told {
  figure: string;
  sentence: string;
}

/** What random sampling would have needed more, or as plainly that it might not have. */
export function saved({ labels_saved: found, reasons, points }: Curve): Told {
  if (!found) {
    const why = points.some(({ audit_labels }) => audit_labels > 0) ? whyNoneSaved(reasons) : null;
    return {
      figure: "Too early to say",
      sentence: why ?? "It is worked out from check texts, once there are enough of them.",
    };
  }
  const { lower, estimate } = found;
  const likely = `most likely ${fewer(estimate)}`;
  if (lower > 0)
    return {
      figure: figure(lower),
      sentence: `Random sampling would have needed at least ${count(lower, "more label", "more labels")} for the same accuracy, ${likely}.`,
    };
  return {
    figure: signed(lower),
    sentence: `Random sampling might have done as well: ${likely}, at worst ${fewer(lower)}.`,
  };
}

const signed = (value: number): string => (value < 0 ? `−${figure(-value)}` : figure(value));

/** How many more or fewer labels random sampling would have needed. */
function fewer(labels: number): string {
  if (labels === 0) return "as many";
  return labels > 0 ? `${figure(labels)} more` : `${figure(-labels)} fewer`;
}
