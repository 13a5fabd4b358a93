import { ago, bytes } from "./figures";
import { percent } from "./figures";

/** The English of the tab "Model". */

export const words = {
  title: "The model",
  none: "There is no model yet",
  addTexts: "Add data on the overview",
  comes:
    "It comes with the first measured round, after the first few labels, and gets better with more of them.",
  label: "Label the first ones",
  model: "Take it away",
  notPrepared:
    "A zip for your own programs: the classifier with its encoder as ONNX, a card with the figures, and a script that needs numpy, onnxruntime and tokenizers, and nothing of Postil's.",
  prepare: "Prepare the model",
  prepareNewer: "Prepare the newer one",
  preparing:
    "Being prepared: it takes about half a minute, longer where the machine has other work.",
  download: "Download",
  of: (round: number, labels: string) => `Round ${round}, from ${labels} labels`,
  accuracy: (between: string, hasOne: boolean) =>
    `${between} of all texts ${hasOne ? "" : "exactly "}right, with 95\u00a0% confidence.`,
  newer: (newer: string) => `Round ${newer} has been measured since.`,
  failed: (why: string) => `Preparing it failed. ${why}`,
  noGraph: (round: number) =>
    `The encoder that round ${round} went by can't leave: the zip is for vectors, without ONNX.`,
  graphWaitsFor: (encoder: string) =>
    `Until ${encoder} has read the texts and a round has gone by it, the zip is for vectors, without ONNX.`,
  simplified: (differs: string) =>
    `Made simpler, it names another class than the round's for ${differs} of all texts; the figure is its own.`,
  withPool:
    "It holds the vectors of the project's texts, which speak for texts near to them: keep it as private as the texts.",
  tryIt: "Try it",
  typed: "A text of your own",
  placeholder: "Type or paste a text: the model says what it is.",
  waiting: "The three likeliest classes stand here, with the labelled texts that speak for them.",
  waitingForSets:
    "The classes that your text has stand here, and the next likeliest, with the labelled texts that speak for them.",
  has: "It has",
  hasNone: "It has none of the classes.",
  others: "The next likeliest",
  below: "Below each class: the labelled texts that are nearest to yours.",
  asking: "Asking the model…",
  answer: "What the model says",
  nearest: (name: string) => `Labelled ${name}, and nearest to yours`,
  noneNear: "No text is labelled so yet.",
  round: (number: number) => `By the model of round ${number}.`,
  exposed:
    "This text is one of the project's. You have seen what the model thinks of it, so you won't be asked about it as a audit text.",
  share: (probability: number) =>
    probability < 0.005
      ? "under 1\u00a0%"
      : probability >= 0.995
        ? "over 99\u00a0%"
        : percent(probability),
  all: "Of all texts",
  allMore:
    "What the last measured round says of each text of the project: the class, how often such predictions are right, and the label where there is one. Of labelled texts by models that haven't seen their labels.",
  allMoreOfSets:
    "What the last measured round says of each text of the project: its classes, how likely each is, how often such an answer is exactly right, and the label where there is one. Of labelled texts by models that haven't seen their labels.",
  unblinded:
    "Also of the texts that may be asked as audit texts. You won't be asked about those any more: what you say of them would no longer tell how good the model is.",
  // AllTexts
  // TheModel
  zipOf: (size: number, madeAt: string, now: number) => `zip, ${bytes(size)}, ${ago(madeAt, now)}`,
} as const;
