import type { Schema } from "@/api/client";
import { ago, between, bytes, figure, goal, percent, points } from "./figures";
import { METRICS } from "./terms/metrics";

type Packed = Schema<"PackedModel">;
type Rung = Schema<"Rung">;
type Curve = Pick<Schema<"Curve">, "metric" | "points">;

/** The English of the tab "Model". */

export const words = {
  title: "The model",
  none: "There is no model yet",
  addTexts: "Add data on the overview",
  comes: "It comes with the first measured round, after a few labels. More labels make it better.",
  label: "Label the first ones",
  model: "Download",
  notPrepared:
    "A zip for your own programs: the classifier with its encoders, a model card and a script. The script needs a few packages, not Postil.",
  use: "Unpack the zip, open a terminal in its folder and run:",
  commands: "Commands that use the model",
  useIt: 'pip install -r requirements.txt\npython predict.py "My own text"',
  prepare: { full: "Prepare the model", fast: "Prepare the fast model" } satisfies Record<
    Rung,
    string
  >,
  which: "Which model",
  rungs: [
    ["full", "Full", "All encoders that the model reads."],
    [
      "fast",
      "Fast",
      "A small encoder takes the place of the slow ones. It may lose some accuracy. Preparing takes minutes.",
    ],
  ] satisfies [Rung, string, string][],
  full: "The full model:",
  beside,
  prepareNewer: "Prepare the newer model",
  download: "Download",
  of: (round: number, labels: string) => `Round ${round}, from ${labels} labels`,
  newer: (newer: string) => `Round ${newer} has been measured since.`,
  failed: (why: string) => `Preparing the model failed. ${why}`,
  noGraph: (round: number) =>
    `An encoder of round ${round} can't be exported, so the zip takes vectors, not texts.`,
  graphWaitsFor: (encoder: string) =>
    `The zip takes vectors, not texts. That changes with the first round with ${encoder}.`,
  simplified: (differs: string, own: string) =>
    `The zip holds a simplified copy, which differs on ${differs} of texts. By itself it is ${own} right.`,
  withPool: "It contains vectors of the project's texts. Keep it as private as the texts.",
  tryIt: "Try it",
  typed: "A text of your own",
  placeholder: "Type or paste a text to see its class.",
  waiting: "The three likeliest classes appear here, with the nearest labelled texts.",
  waitingForSets:
    "The predicted classes and the next likeliest appear here, with the nearest labelled texts.",
  has: "Predicted",
  hasNone: "None of the classes.",
  others: "Next likeliest",
  below: "Below each class: the labelled texts nearest to yours.",
  asking: "Asking the model…",
  answer: "What the model says",
  nearest: (name: string) => `Nearest texts labelled ${name}`,
  noneNear: "No text has this label yet.",
  round: (number: number) => `By the model of round ${number}.`,
  exposed:
    "This text is in the project. You saw its prediction, so you won't get it as an audit text.",
  share: (probability: number) =>
    probability < 0.005
      ? "under 1\u00a0%"
      : probability >= 0.995
        ? "over 99\u00a0%"
        : percent(probability),
  all: "All predictions",
  allMore:
    "Predictions for every text, with their probability and the label if there is one. For labelled texts they come from models trained without that label.",
  allMoreOfSets:
    "Predictions for every text: classes, the probability of each and of the whole answer, and the label if there is one. For labelled texts they come from models trained without that label.",
  unblinded:
    "Include possible audit texts. You won't be asked about those any more, because you know their predictions.",
  // AllTexts
  // TheModel
  zipOf: (size: number, madeAt: string, now: number) => `zip, ${bytes(size)}, ${ago(madeAt, now)}`,
} as const;

/** How good the model of the zip is: the figure of its round, as everywhere on the page. */
export function figureOf(model: Packed, { metric, points: curve }: Curve): string {
  const point = curve.find(({ round }) => round === model.round);
  if (!point || point.estimate === null) return `${span(model)} right.`;
  return `${percent(point.estimate)} ${METRICS[metric].reached} (${between(point.low, point.high)}).`;
}

/** What of its form whoever takes it away should know. */
export function formOf({ form, differs, ...own }: Packed): string | null {
  if (form === "with_pool") return words.withPool;
  return differs > 0 ? words.simplified(goal(differs), span(own)) : null;
}

const span = ({ estimate, low, high }: Pick<Packed, "estimate" | "low" | "high">): string =>
  estimate === null
    ? `${between(low, high)}\u00a0%`
    : `${percent(estimate)} (${between(low, high)})`;

type Fast = Schema<"FastFigures">;

/** What the fast model gains and loses beside the full one. */
function beside(fast: Fast): string {
  const rate = `It reads ${round(fast.texts_per_cpu_second)} texts per CPU-second`;
  const joules = `about ${round(fast.joules.value)}\u00a0J for 1,000 texts`;
  const lost = `${points(-fast.lost)} points (95\u00a0% interval ${points(-fast.lost_high)} to ${points(-fast.lost_low)})`;
  const same = `It names the same class for ${goal(fast.same)} of ${figure(fast.texts)} texts that it hadn't read.`;
  return `${rate}${ofFull(fast)}, at ${joules}. Accuracy beside the full model: ${lost}. ${same}`;
}

function ofFull({ full_texts_per_cpu_second: full, texts_per_cpu_second: own }: Fast): string {
  return full === null ? "" : `, ${(own / full).toFixed(1)} times as many as the full model`;
}

/** To two digits: speeds and energy differ more than that from machine to machine. */
const round = (value: number): string => figure(Number(value.toPrecision(2)));
