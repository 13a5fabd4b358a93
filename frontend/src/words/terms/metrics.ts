import type { Schema } from "@/api/client";

export type Metric = Schema<"Metric">;

interface Words {
  /** As a column and a choice have it. */
  name: string;
  /** The same within a sentence, and beside an axis. */
  quality: string;
  /** What follows on "84 %". */
  reached: string;
  /** What the line of the curve is. */
  line: string;
  /** For people who never heard of it. */
  means: string;
}

/** What a project's figures are of, in words. */
export const METRICS: Record<Metric, Words> = {
  accuracy: {
    name: "Accuracy",
    quality: "accuracy",
    reached: "accurate",
    line: "share of texts the model gets right",
    means: "The share of texts the model gets right.",
  },
  exact_match: {
    name: "Exactly right",
    quality: "share exactly right",
    reached: "exactly right",
    line: "share of texts the model gets exactly right",
    means: "The share of texts for which the model names exactly the right classes.",
  },
  jaccard: {
    name: "Overlap (Jaccard)",
    quality: "overlap (Jaccard)",
    reached: "overlap",
    line: "overlap of the model's classes with the right ones",
    means: "Of the classes that people or the model give a text, the share both give, on average.",
  },
  micro_f1: {
    name: "Micro-F1",
    quality: "micro-F1",
    reached: "micro-F1",
    line: "micro-F1 of the model",
    means: "Recall and precision combined, over all texts together. Frequent classes count most.",
  },
  macro_f1: {
    name: "Macro-F1",
    quality: "macro-F1",
    reached: "macro-F1",
    line: "macro-F1 of the model",
    means:
      "Recall and precision combined, averaged over classes. Rare classes count as much as frequent ones.",
  },
};

/** Those that a project may go by whose texts have several classes; the first unless it says so. */
export const OF_SETS = [
  "exact_match",
  "jaccard",
  "micro_f1",
  "macro_f1",
] as const satisfies readonly Metric[];

/** Those of a project whose texts have one class each; the first unless it says so. */
export const OF_ONE_CLASS = ["accuracy", "macro_f1"] as const satisfies readonly Metric[];

/** Those that a project may go by, by whether an answer is a set of classes. */
export const metricsOf = (isSet: boolean): readonly [Metric, ...Metric[]] =>
  isSet ? OF_SETS : OF_ONE_CLASS;

export const metricChoices = (isSet: boolean) =>
  metricsOf(isSet).map((value) => ({ value, label: METRICS[value].name }));
