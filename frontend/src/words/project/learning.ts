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
  if (!gain) return "What learning from labels brings is not known yet.";
  const { value, low, high } = gain;
  return `Learning from labels brings ${points(value)} points (${points(low)} to ${points(high)}).`;
}

const took = ({ seconds }: Tuning): string => `It took ${duration(seconds)} of CPU time so far.`;

/** At least: what is like an audit text, or most likely wrong, doesn't teach it. */
function next({ seconds, next_labels: labels, next_seconds: takes }: Tuning): string {
  if (labels === null) return "The encoder learns no more.";
  const time = about(takes ?? 0);
  return seconds > 0
    ? `The encoder learns again once the strategy has chosen at least ${count(labels, "label")}. That takes ${time}.`
    : `An encoder learns from the labels once the strategy has chosen at least ${labels}. That takes ${time} of CPU time.`;
}
