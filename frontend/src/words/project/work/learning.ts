import type { Stats } from "@/api/project";
import { about, count, duration, points } from "@/words/figures";

type Tuning = NonNullable<Stats["tuning"]>;

/** What encoders that learn from labels bring, what they took, and what they will take next: that isn't
 * known while one `learns`. */
export function learning(tuning: Tuning, learns: boolean): string {
  return [
    ...(tuning.seconds > 0 ? [brings(tuning), took(tuning)] : []),
    ...(learns ? [] : [next(tuning)]),
    ...(learns || tuning.within_limit ? [] : ["That is over the limit in the settings."]),
  ].join(" ");
}

function brings({ gain }: Tuning): string {
  if (!gain) return "The encoder was trained on your labels. Its effect isn't measured yet.";
  const { value, low, high } = gain;
  return `Learning from labels brings ${points(value)} points (${points(low)} to ${points(high)}).`;
}

const took = ({ seconds }: Tuning): string => `It took ${duration(seconds)} of CPU time so far.`;

/** At least: what is like an audit text, or most likely wrong, doesn't teach it. */
function next({ seconds, next_labels: labels, next_seconds: takes }: Tuning): string {
  if (labels === null) return "The encoder learns no more.";
  const time = about(takes ?? 0);
  return seconds > 0
    ? `Next: after ${count(labels, "label")} (${time}).`
    : `An encoder will be trained on your labels after ${labels} of them (${time} of CPU time).`;
}
