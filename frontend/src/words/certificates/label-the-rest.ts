/** The English of the card "Label the rest". */

import { listed } from "../encoders";
import { count, figure, goal, percent } from "../figures";
import type { Certificate, Offer } from "@/api/certificates";

const texts = (number: number): string => count(number, "text");

export const words = {
  title: "Label the rest",
  more: "Let the model label the texts that have none. People check a sample first, to show that few of its labels are wrong. Its labels are kept apart and never train a model; people's labels always win.",
  allowed: "Errors at most",
  most: "Checks at most",
  start: "Start checking",
  out: (checks: number) =>
    `Not possible with ${count(checks, "check")}. Allow more errors or more checks, or label more first.`,
  offer: ({ labels, least, expected, error }: Offer, all: number) => {
    const first = `its ${figure(labels)} most confident of the ${texts(all)} without a label`;
    const which = labels === all ? `all ${texts(all)} without a label` : first;
    if (expected === null)
      return `Not worth it yet: ${count(least, "check")} for at most ${count(labels, "label")}. The model expects more than ${goal(error)} errors.`;
    const more = labels === all ? "" : " More follow while checks last.";
    return `People check about ${texts(expected)}, at least ${figure(least)}. Then the model labels ${which}.${more}`;
  },
  starting: "Choosing what to check…",
  answered: ({ answered, expected }: Certificate) =>
    `${figure(answered)} of about ${count(Math.max(expected ?? 0, answered), "check")} answered`,
  shown: ({ shown, error }: Certificate) =>
    `So far: at most ${goal(error)} errors in the ${shown === 1 ? "most confident text" : `${figure(shown)} most confident texts`}. More checks may cover more texts.`,
  notYet: ({ error }: Certificate) => `Not shown yet: at most ${goal(error)} errors.`,
  mixed:
    "Checks are mixed with other texts; nobody can tell which they are. Suggestions and predictions are hidden until the checks are done.",
  label: "Label",
  take: "Take these now",
  end: "Stop checking",
  writing: (done: number) => `Storing ${count(done, "label")}…`,
  certificate: ({ labels, error, confidence }: Certificate) =>
    `At most ${goal(error)} of the model's ${count(labels, "label")} are wrong, with ${goal(confidence)} confidence.`,
  rests: ({ checks, wrong, labels, texts: all, round, threshold }: Certificate) =>
    `Based on ${count(checks, "check")}, ${wrong === 0 ? "none" : figure(wrong)} of them wrong. Round ${figure(round ?? 0)} labelled ${percent(labels / Math.max(all, 1))} of the texts that had no label, each at least ${percent(threshold ?? 0)} likely.`,
  relabelled: ({ since, error, labels }: Certificate) => {
    if (!since?.relabelled) return null;
    const { relabelled, differently } = since;
    const told = `Since then people have labelled ${figure(relabelled)} of these texts, ${figure(differently)} differently. People's labels count.`;
    return differently > error * labels
      ? `${told} So more than ${goal(error)} were wrong: take the model's labels back.`
      : told;
  },
  newer: ({ since }: Certificate) =>
    since?.new_texts
      ? `${count(since.new_texts, "text")} came later and ${since.new_texts === 1 ? "has" : "have"} no model label. Certify again to cover ${since.new_texts === 1 ? "it" : "them"}.`
      : null,
  newerClasses: ({ since }: Certificate) =>
    since?.new_classes.length
      ? `Added later, so never given by the model: ${listed(since.new_classes)}. Certify again once it has learnt ${since.new_classes.length === 1 ? "it" : "them"}.`
      : null,
  scope: "The certificate covers this project's texts, none from elsewhere.",
  classes: "Labels by class",
  moreClasses: (rest: Certificate["classes"]) =>
    `and ${figure(rest.length)} more, with ${count(
      rest.reduce((sum, { labels }) => sum + labels, 0),
      "label",
    )}`,
  fewerClasses: "Only the largest",
  download: "Download labels, people's and the model's",
  back: "Take them back",
  backTitle: "Take the model's labels back?",
  backMore: (labels: number) =>
    `This removes the model's ${count(labels, "label")} and the certificate. People's labels stay, also those from checks.`,
  keep: "Keep them",
  anew: "Certify again",
  anewMore: "A new certificate replaces this one once it is proven.",
  failed: "The last certification didn't finish.",
  // Issued
} as const;
