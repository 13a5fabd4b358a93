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
  /** For who never heard of it. */
  means: string;
}

/** What a project's figures are of, in words. */
export const METRICS: Record<Metric, Words> = {
  accuracy: {
    name: "Accuracy",
    quality: "accuracy",
    reached: "accurate",
    line: "the share of all texts that a model trained on your labels gets right",
    means: "The share of texts that the model gets right.",
  },
  exact_match: {
    name: "Exactly right",
    quality: "share exactly right",
    reached: "exactly right",
    line: "the share of all texts that a model trained on your labels gets exactly right",
    means: "The share of texts of which the model names all classes, and no other.",
  },
  jaccard: {
    name: "Overlap (Jaccard)",
    quality: "overlap (Jaccard)",
    reached: "overlap",
    line: "how far the classes that a model trained on your labels names and the right ones overlap",
    means:
      "Of the classes that people or the model give a text, the share that both give; the mean over all texts.",
  },
  micro_f1: {
    name: "Micro-F1",
    quality: "micro-F1",
    reached: "micro-F1",
    line: "micro-F1 of a model trained on your labels",
    means:
      "How much the model finds of the classes, and how often it is right where it names one, in all texts together: frequent classes count most.",
  },
  macro_f1: {
    name: "Macro-F1",
    quality: "macro-F1",
    reached: "macro-F1",
    line: "macro-F1 of a model trained on your labels",
    means:
      "How much the model finds of a class, and how often it is right where it names it, on average over the classes: rare ones count as much as frequent ones.",
  },
};

/** Those that a project may go by whose texts have several classes; the first unless it says so. */
export const OF_SETS = [
  "exact_match",
  "jaccard",
  "micro_f1",
  "macro_f1",
] as const satisfies readonly Metric[];
