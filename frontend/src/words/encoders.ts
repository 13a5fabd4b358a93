import { about, count, duration, figure, percent, points } from "./figures";
import type { Schema } from "@/api/client";

type Trial = Schema<"TrialReport">;
type Proposal = Schema<"TrialProposal">;
type Learning = Schema<"LearningProposal">;
type Gain = Schema<"TriedEncoder">["gain"];

/** The English of the encoders in the settings. */
export const words = {
  title: "Encoders",
  about:
    "Each encoder turns texts into numbers the model learns from; the useful ones get more weight. A new one joins after it has processed every text. It can't be removed.",
  addAnEncoder: "Add an encoder",
  notInstalled: (name: string, title: string) =>
    `Not installed: ${name}, ${title}. Whoever runs the service can add it, in the checkout of Postil:`,
  installing: (extra: string | null) => `.venv/bin/pip install 'postil[${extra}]'`,
  installingElsewhere: "In another environment: its own pip. Postil isn't on a package index.",
  model: "Model",
  usualModel: "all-MiniLM-L6-v2",
  none: "None",
  add: "Add",
  ofRead: (embedded: number, all: number) =>
    `${figure(embedded)} of ${count(all, "text")} processed`,
  notKnownYet: "not known yet",
  learnsFromLabels: "waits for at least 30 labels that the strategy chose",
  resting: "rests",
  rests: (encoder: string, labels: number) =>
    `${encoder} rests: the model gave it no weight while labels doubled to ${figure(labels)}. It doesn't process new texts.`,
  wakeIt: "Wake it",
  wakeNamed: (encoder: string) => `Wake it: ${encoder}`,
  // Vectors of one's own model
  ownVectors: "Your own vectors",
  whatOwnVectorsAre:
    "Send vectors that your own model made, of pictures for instance: a file with the columns id and vector, a list of numbers. The model learns from them beside the encoders.",
  nameOfVectors: "Name of the vectors",
  suchAsImages: "images",
  sendFile: "Choose a file and send it",
  fileOfVectors: "File with vectors",
  ofHaveOne: (items: number, all: number) => `${figure(items)} of ${count(all, "text")} have one.`,
  firstLacking: (id: string | null) =>
    id === null ? "The first without one has no id." : `The first without one has the id ${id}.`,
  readFromNineTenths: "The model reads them once nine tenths have one.",
  notTaken: (why: string) => `The last file wasn't taken in. ${why}`,
  // Which one fits
  whichFits: "Which encoder fits?",
  whatATrialDoes: (encoders: string) =>
    `Try ${encoders} on up to 1,000 of your labelled texts. You see how many more each gets right beside your encoders, and what it costs.`,
  tryThem: "Try them",
  tryNamed: (encoders: readonly string[]) => `Try them: ${listed(encoders)}`,
  proposal: ({ encoders, labels, seconds }: Proposal) =>
    `${listed(encoders)} may fit your texts better. A trial on ${count(labels, "label")} takes ${seconds === null ? "a while" : `${about(seconds)} of computing for short texts`}.`,
  mayLearn: ({ encoder, labels, seconds }: Learning) =>
    `An encoder can learn from your labels (${encoder}). In our trials that brought about 5 points for opinions and types of questions, and 1 or none elsewhere. Learning from ${count(labels, "label")} takes ${about(seconds)} of computing for short texts.`,
  tryAgain: "Try again",
  addIt: (encoder: string) => `Add ${encoder}`,
  noTrial: (why: string) => `Nothing came of the last trial: ${why}`,
  encoder: "Encoder",
  alone: "Right alone",
  beside: "Right beside yours",
  gain: "Gain in points",
  onAudits: "On audit texts",
  computing: "Computing, 10,000 texts",
  theTrial: "Encoders tried on your labels",
  computed: duration,
  right: percent,
  gained: ({ value, low, high }: Gain) => `${points(value)} (${points(low)} to ${points(high)})`,
  notEnoughAudits: "too few",
  triedOn: ({ labels, audits, views, before, level, caveat }: Trial) =>
    `Tried on ${count(labels, "labelled text")}, ${count(audits, "audit text")} among them. Your encoders (${listed(views)}) get ${percent(before)} right together: each gain is over that. Neither the model nor an encoder had learnt the label of its text. In brackets: ${percent(level)} intervals, for all encoders together. ${caveat}`,
  notTried: (encoder: string, error: string) => `${encoder} could not be loaded: ${error}`,
  learntFrom: (labels: number) => `learnt from ${count(labels, "label")}`,
} as const;

/** "hashing, lexical and small". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}
