import type { Stats } from "@/api/project";
import { duration } from "@/words/figures";
import { words } from "@/words/project/overview";

/** What encoders that learn from labels bring, what they took, and what they will take next. */
export function Learning({ tuning }: { tuning: NonNullable<Stats["tuning"]> }) {
  const { gain, seconds, next_labels: labels, next_seconds: takes } = tuning;
  const sentences = [
    gain ? words.learningBrings(gain) : words.gainNotKnown,
    words.learningTook(duration(seconds)),
    labels === null ? words.learnsNoMore : words.learnsAt(labels, duration(takes ?? 0)),
    ...(tuning.within_limit ? [] : [words.overTheLimit]),
  ];
  return <p className="small quiet">{sentences.join(" ")}</p>;
}
