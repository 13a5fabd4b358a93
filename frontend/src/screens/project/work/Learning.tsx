import type { Stats } from "@/api/project";
import { WithSettings } from "@/components/WithSettings";
import { learning } from "@/words/project/work/learning";

interface LearningProps {
  tuning: NonNullable<Stats["tuning"]>;
  /** Whether one learns just now. */
  learns: boolean;
  projectId: number;
}

/** What encoders that learn from labels bring and take. */
export function Learning({ tuning, learns, projectId }: LearningProps) {
  const said = learning(tuning, learns);
  if (!said) return null;
  return (
    <p className="small quiet above2">
      <WithSettings words={said} projectId={projectId} />
    </p>
  );
}
