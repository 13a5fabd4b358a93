import type { Stats } from "@/api/project";
import { WithSettings } from "@/components/WithSettings";
import { duration } from "@/words/figures";
import { words } from "@/words/project/overview";

interface LearningProps {
  tuning: NonNullable<Stats["tuning"]>;
  projectId: number;
}

/** What encoders that learn from labels bring, what they took, and what they will take next. */
export function Learning({ tuning, projectId }: LearningProps) {
  const { gain, seconds, next_labels: labels, next_seconds: takes } = tuning;
  const next = seconds > 0 ? words.learnsAgain : words.learnsFirst;
  const sentences = [
    ...(seconds > 0
      ? [
          gain ? words.learningBrings(gain) : words.gainNotKnown,
          words.learningTook(duration(seconds)),
        ]
      : []),
    labels === null ? words.learnsNoMore : next(labels, duration(takes ?? 0)),
    ...(tuning.within_limit ? [] : [words.overTheLimit]),
  ];
  return (
    <p className="small quiet">
      <WithSettings words={sentences.join(" ")} projectId={projectId} />
    </p>
  );
}
