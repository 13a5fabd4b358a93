import { count, figure } from "../figures";
import { METRICS, type Metric } from "../terms/metrics";
import type { Schema } from "@/api/client";

/** What each setting is called and does. */
export const NAME = "What the project is called, here and in the names of exported files.";

export const metricSentence = (metric: Metric) =>
  `${METRICS[metric].means} It applies to the curve and the target, in past rounds too.`;

export const targetSentence = (metric: Metric) =>
  metric === "accuracy"
    ? "The share of texts the model must get right."
    : "How high that figure must be.";

export const AUDITS = [
  { value: "fewest", label: "Fewest" },
  { value: "balanced", label: "Balanced" },
  { value: "proof", label: "Proof" },
] as const;

export const STOP_LEVELS = [0.8, 0.9, 0.95].map((value) => ({
  value,
  label: `${Math.round(100 * value)} % sure`,
}));

/** What came of second answers so far, and whether there are more to come. */
export function secondAnswers(found: Schema<"RelabelFigures">): string {
  const { answered, differ, ranked } = found;
  const soFar = `${count(answered, "second answer")} so far; ${figure(differ)} differed.`;
  const next = found.reason
    ? WHY_NONE[found.reason.code]
    : `${count(ranked, "text waits", "texts wait")} for one.`;
  return answered > 0 ? `${soFar} ${next}` : `${next}`;
}

const WHY_NONE: Partial<Record<Schema<"ReasonCode">, string>> = {
  one_person_answers: "This starts once two people have labelled.",
  few_labels_to_doubt: "Too few labels yet to see which ones to doubt.",
  no_second_answer_pays: "Right now a new text is worth more than any second answer.",
};

export const RELABEL = [
  { value: false, label: "No" },
  { value: true, label: "When it pays" },
];

export const PROGRAMS_COUNT = [
  { value: false, label: "As help" },
  { value: true, label: "As people" },
];

export const TUNING = [
  { value: true, label: "On" },
  { value: false, label: "Off" },
];

export const SHOWN = [
  { value: true, label: "Shown" },
  { value: false, label: "Hidden" },
];

export const SUGGESTIONS = [
  { value: null, label: "With more than 10 classes" },
  { value: true, label: "Always" },
  { value: false, label: "Never" },
];

/** When a change of a setting takes effect: the badge beside it. */
export const EFFECTS = {
  now: "now",
  next_text: "next text",
  next_label: "next label",
  next_round: "next round",
} as const;

export type Effect = keyof typeof EFFECTS;

/** How a setting is shown. Bounds and defaults are the service's. */
/** How a figure is written, and what it may be. */
export interface FigureField {
  least: number;
  most: number;
  whole?: boolean;
  /** Written so many times larger than it is stored: 100 for percent, 1/60 for minutes. */
  times?: number;
  /** Empty means that there is none. */
  optional?: boolean;
  unit?: string;
}

export interface SettingWords {
  label: string;
  sentence?: string;
  effect?: Effect;
  choices?: { value: unknown; label: string }[];
  placeholder?: string;
  /** How a figure is written, where that isn't how it is stored. */
  written?: Partial<FigureField>;
  /** What it does, asked while a project is opened; those without aren't asked then. */
  atStart?: string;
}

/** Each setting that has a figure or a choice. */
export const SETTINGS = {
  metric: { label: "What counts", effect: "now" },
  target: {
    label: "Target",
    effect: "now",
    placeholder: "none",
    written: { least: 1, most: 99.9, times: 100, unit: " %" },
  },
  stop_level: {
    label: "Certainty",
    effect: "now",
    sentence: "How sure we must be before saying “target reached”.",
    choices: STOP_LEVELS,
  },
  currency: {
    label: "Currency",
    effect: "now",
    sentence: "For all prices and costs. Amounts are not converted.",
  },
  price_per_hour: {
    label: "Price per hour",
    placeholder: "none",
    effect: "now",
    sentence: "What an hour of labelling costs. The bill and the forecast use it.",
  },
  price_per_label: {
    label: "Price per label",
    placeholder: "none",
    effect: "now",
    sentence: "What each label costs on top. The bill and the forecast use it.",
  },
  strategy: {
    label: "Strategy",
    effect: "next_round",
    sentence: "How the next texts are chosen.",
  },
  audits: {
    label: "Audit texts",
    effect: "now",
    sentence:
      "Audit texts are drawn at random instead of chosen. They show how good the model is. Fewest: one text in ten. Balanced: 30 of the first 100, then one in seven. Proof: 40 of the first 100, then one in five.",
    choices: [...AUDITS],
  },
  overlap: {
    label: "People per text",
    effect: "now",
    sentence:
      "How many people label each text; the majority wins. Lowering it settles texts at once; raising it leaves settled ones alone.",
    atStart: "How many people label each text; the majority wins.",
  },
  round_every: {
    label: "Labels per round",
    effect: "next_label",
    sentence: "After this many new labels the model is trained and the texts are reordered.",
    atStart: "After this many new labels the model is trained and the texts are reordered.",
  },
  batch_size: {
    label: "Batch size",
    effect: "next_round",
    sentence: "This many texts are picked together so that they differ.",
    atStart: "This many texts are picked together so that they differ.",
  },
  relabel: {
    label: "Second answers",
    effect: "next_round",
    sentence:
      "Ask a second person when the model doubts a label. If two people disagree, a third decides. Until then a doubtful label doesn't train the model. Audit texts are never asked twice.",
    choices: RELABEL,
  },
  programs_count: {
    label: "Programs count",
    effect: "now",
    sentence:
      "As help: a program's answers train the model, but people answer audit texts, checks and second answers. As people: a program's answers count as a person's, and accuracy rests on them too.",
    choices: PROGRAMS_COUNT,
  },
  tuning: {
    label: "Learn from labels",
    effect: "next_round",
    sentence: "Whether encoders learn from the labels. Off: rounds use the other encoders only.",
    choices: TUNING,
  },
  tuning_seconds: {
    label: "Limit for learning",
    placeholder: "none",
    effect: "next_round",
    sentence:
      "Most CPU time for training, processing the texts again included. Empty: some seconds per label.",
    written: { unit: " s" },
  },
  practice: {
    label: "Practice texts",
    effect: "now",
    sentence:
      "New people first label this many settled texts and see what was wrong. Nothing of it counts. While few texts are settled the round is shorter, or there is none. 0: no practice.",
  },
  shows_pace: {
    label: "Pace of each person",
    effect: "now",
    sentence: "Whether you see how fast each person labels. Everybody sees their own.",
    choices: SHOWN,
  },
  suggestions: {
    label: "Suggestions",
    effect: "next_text",
    sentence:
      "Whether people see the model's likely classes. Audit texts and other random texts never show any.",
    choices: SUGGESTIONS,
  },
  lease_seconds: {
    label: "Reserve a text for",
    effect: "next_text",
    sentence:
      "How long a text is reserved for the person who has it open. Late answers still count.",
    written: { least: 1, most: 1_440, whole: false, times: 1 / 60, unit: " min" },
  },
  take_along_hours: {
    label: "Take texts along for",
    effect: "now",
    sentence:
      "How long people may keep texts on their device, to label without a network. 0: not at all.",
    written: { unit: " h" },
  },
  value_per_point: {
    label: "Worth of a point",
    placeholder: "not set",
    effect: "now",
    sentence:
      "What one more point of the figure is worth. Postil then says when more labels cost more than they bring.",
    atStart:
      "What one more point of the figure is worth. Postil then says when more labels cost more than they bring.",
  },
} satisfies Partial<Record<keyof Schema<"ProjectChange">, SettingWords>>;
