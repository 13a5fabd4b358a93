/** The English of the tab "Model". */

export const words = {
  none: "There is no model yet",
  comes:
    "It comes with the first measured round, after the first few labels, and gets better with more of them.",
  label: "Label the first ones",
  tryIt: "Try it",
  typed: "A text of your own",
  placeholder: "Type or paste a text: the model says what it is.",
  waiting: "The three likeliest classes stand here, with the labelled texts that speak for them.",
  asking: "Asking the model…",
  answer: "What the model says",
  nearest: (name: string) => `Labelled ${name}, and nearest to yours`,
  noneNear: "No text is labelled so yet.",
  round: (number: number) => `By the model of round ${number}.`,
  exposed:
    "This text is one of the project's. You have seen what the model thinks of it, so you won't be asked about it as a check text.",
} as const;
