import { percent } from "../figures";

/** The English of the tab "Model". */

export const words = {
  title: "The model",
  none: "There is no model yet",
  comes:
    "It comes with the first measured round, after the first few labels, and gets better with more of them.",
  label: "Label the first ones",
  tryIt: "Try it",
  typed: "A text of your own",
  placeholder: "Type or paste a text: the model says what it is.",
  waiting: "The three likeliest classes stand here, with the labelled texts that speak for them.",
  below: "Below each class: the labelled texts that are nearest to yours.",
  asking: "Asking the model…",
  answer: "What the model says",
  nearest: (name: string) => `Labelled ${name}, and nearest to yours`,
  noneNear: "No text is labelled so yet.",
  round: (number: number) => `By the model of round ${number}.`,
  exposed:
    "This text is one of the project's. You have seen what the model thinks of it, so you won't be asked about it as a check text.",
  share: (probability: number) =>
    probability < 0.005
      ? "under 1\u00a0%"
      : probability >= 0.995
        ? "over 99\u00a0%"
        : percent(probability),
  all: "Of all texts",
  allMore:
    "What the last measured round says of each text of the project: the class, how often such predictions are right, and the label where there is one. Of labelled texts by models that haven't seen their labels.",
  unblinded:
    "Also of the texts that may be asked as check texts. You won't be asked about those any more: what you say of them would no longer tell how good the model is.",
} as const;
