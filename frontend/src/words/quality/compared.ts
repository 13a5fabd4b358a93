import type { Schema } from "@/api/client";
import { count, points } from "../figures";

type PastRound = Schema<"PastRound">;
type Point = Schema<"CurvePoint">;
export type Share = Schema<"QualityShare">;

/** How much of each class a round found, by the class's id. */
export function foundOf({ metrics }: PastRound, enough: number): Map<number, Share> {
  const classes = metrics?.per_class ?? [];
  return new Map(
    classes.map(({ class_id: id, recall, low, high, total: items }) => [
      id,
      { value: items < enough ? null : recall, low, high, items },
    ]),
  );
}

/** A point of the curve as a figure with its interval. */
export const wholeOf = ({ estimate, low, high, audit_labels: items }: Point): Share => ({
  ...{ value: estimate, low, high, items },
});

export interface Compared {
  words: string;
  /** More than chance: the intervals have nothing in common. */
  clear: boolean;
}

/** How a figure has changed, and whether that is more than chance; null where it can't be told. */
export function compared(was?: Share, is?: Share): Compared | null {
  if (was?.value == null || is?.value == null) return null;
  const by = is.value - was.value;
  const clear = is.low > was.high || is.high < was.low;
  const change = Math.abs(by) < 0.005 ? "the same" : `${points(by)} points`;
  return { words: clear || change === "the same" ? change : `${change}, may be chance`, clear };
}

export const words = {
  title: "Two rounds compared",
  about:
    "How much of each class the model found in two rounds. Classes without a figure are left out. Bold: more than chance, as the intervals don't touch.",
  before: "Round",
  after: "Compared with",
  figure: "Figure",
  change: "Change",
  tooFew: "too few audit texts",
  roundNumber: (round: number) => `Round ${round}`,
  roundOf: (round: number, labels: number) => `Round ${round}, ${count(labels, "label")}`,
} as const;
