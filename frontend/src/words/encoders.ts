import { count, figure } from "./figures";

/** The English of the encoders in the settings. */
export const words = {
  title: "Encoders",
  about:
    "Each encoder turns texts into numbers the model learns from; the useful ones get more weight. A new one joins after it has processed every text. It can't be removed.",
  addAnEncoder: "Add an encoder",
  whichFits: "To see which one fits, export the labels and run:",
  notInstalled: (name: string, title: string) =>
    `Not installed: ${name}, ${title}. Whoever runs the service can add it:`,
  installing: (extra: string | null) => `pip install 'postil[${extra}]'`,
  model: "Model",
  usualModel: "all-MiniLM-L6-v2",
  none: "None",
  add: "Add",
  ofRead: (embedded: number, all: number) =>
    `${figure(embedded)} of ${count(all, "text")} processed`,
  notKnownYet: "not known yet",
  learnsFromLabels: "waits for 30 labels that the strategy chose",
  learntFrom: (labels: number) => `learnt from ${count(labels, "label")}`,
} as const;
