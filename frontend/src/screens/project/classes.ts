import { between, percent } from "./figures";
import type { Stats } from "./queries";

type ClassCount = Stats["classes"][number];

/** With fewer audit items, a share of them says nothing. */
const ENOUGH = 5;
/** Before there are so many labels per class, every class is rare. */
const LABELS_PER_CLASS = 3;
const RARE = 0.2;

export interface Balance {
  id: number;
  name: string;
  labels: number;
  /** Against the largest class, for the bar. */
  share: number;
  rare: boolean;
  /** Texts of the pool that the model takes for it; null before it was measured. */
  predicted: number | null;
  /** How much of it the model finds; null while that is not measurable. */
  audit: string | null;
}

/** The classes, the largest first, with how well the model knows each. */
export function balance(classes: readonly ClassCount[]): Balance[] {
  const most = Math.max(1, ...classes.map(({ labels }) => labels));
  const total = classes.reduce((sum, { labels }) => sum + labels, 0);
  const mean = total / Math.max(1, classes.length);
  const early = mean < LABELS_PER_CLASS;
  return classes
    .map((one) => ({
      id: one.id,
      name: one.name,
      labels: one.labels,
      share: one.labels / most,
      predicted: one.predicted,
      rare: !early && one.labels < RARE * mean,
      audit:
        one.audit_total < ENOUGH || one.recall === null
          ? null
          : `${percent(one.recall)} found (${between(one.low, one.high)})`,
    }))
    .sort((a, b) => b.labels - a.labels);
}
