import type { Schema } from "@/api/client";
import { between, count, date, figure, percent } from "../figures";

type PastDrift = Schema<"PastDrift">;
type Checked = NonNullable<Schema<"DriftReport">["checked"]>;

/** The English of "Does the model still fit?". */
export const words = {
  title: "Does the model still fit?",
  pasted: "Texts that the model gets today",
  what: "Paste a random sample, one text a line. Equal texts count once.",
  compare: "Compare",
  count: (texts: number, fewest: number, most: number) => {
    if (texts < fewest) return `${figure(texts)} of at least ${figure(fewest)} texts`;
    if (texts > most) return `${figure(most)} of ${count(texts, "text")}, drawn at random`;
    return count(texts, "text");
  },
  outcome: "Comparison with the project's texts",
  empty: "Classes, sureness and wording are compared with the texts of the project.",
  headline: ({ changed, texts }: Schema<"DriftReport">) =>
    changed ? "The texts have changed." : `No change seen in ${count(texts, "text")}.`,
  of: "Of the texts",
  inPool: "Project",
  now: "Today",
  verdict: "Change",
  confidence: "Right, by the model's own probabilities",
  similarity: "Similarity to the nearest text",
  share: percent,
  cosine: (value: number) => figure(Math.round(100 * value) / 100),
  changed: "changed",
  same: "none seen",
  unlike: "Least like the project's texts",
  then: "Add these texts to the project and label some. The model then learns from them.",
  add: "Add texts",
  why: "Is the model still right? Label a few of these texts, drawn at random, without its answer.",
  check: (texts: number) => `Check ${count(texts, "text")}`,
  checkOf: (place: number, checks: number) => `Text ${figure(place)} of ${figure(checks)}`,
  checks: "Fresh checks",
  classOf: "Class of the text",
  next: (chosen: number) => (chosen === 0 ? "None of them" : "Next"),
  enough: "Stop here",
  counting: "Counting …",
  right: ({ right, checks, share, low, high }: Checked) =>
    `${figure(right)} of ${count(checks, "text")} right: ${percent(share)} (${between(low, high)}).`,
  earlier: "Earlier comparisons",
  when: "When",
  texts: "Texts",
  difference: "Difference",
  rightToday: "Right, by hand",
  day: ({ compared_at: at }: PastDrift) => date(at),
  by: ({ compared_by: by }: PastDrift) => by ?? "",
  /** "2 classes, wording". */
  differs: ({ classes_changed: classes, confidence, similarity }: PastDrift) =>
    [
      classes > 0 && count(classes, "class", "classes"),
      confidence?.changed && "sureness",
      similarity.changed && "wording",
    ]
      .filter(Boolean)
      .join(", ") || "none seen",
  checkedThen: ({ checked }: PastDrift) =>
    checked
      ? `${percent(checked.share)} (${between(checked.low, checked.high)})${checked.worse ? ", worse" : ""}`
      : "not checked",
  showAll: (comparisons: number) => `Show all ${figure(comparisons)}`,
  verdictOf: ({ pool, worse }: Checked) => {
    if (pool === null) return "How right it is on the project's texts isn't known yet.";
    const before = `On the project's texts it is ${percent(pool)}.`;
    return worse
      ? `${before} The model has become worse: label some of these texts.`
      : `${before} These checks show no fall.`;
  },
} as const;
