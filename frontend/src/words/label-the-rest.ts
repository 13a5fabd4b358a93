/** The English of the card "Label the rest". */

import { count, figure, goal, percent } from "./figures";
import type { Certificate, Offer } from "@/api/certificates";

const texts = (number: number): string => count(number, "text");

export const words = {
  title: "Label the rest",
  more: "Let the model label the texts that have no label, as far as people's checks show that few of its labels are wrong. Its labels are kept apart from people's: nothing is trained on them, and a label by people always wins.",
  allowed: "Wrong at most",
  most: "Checks at most",
  start: "Start checking",
  out: (checks: number) =>
    `Not within ${count(checks, "check")}: allow more errors, more checks, or label on first.`,
  offer: ({ labels, least, expected, error }: Offer, all: number) => {
    const first = `the ${texts(labels)} of which it is surest, of ${figure(all)} without a label`;
    const which = labels === all ? `all ${texts(all)} without a label` : first;
    if (expected === null)
      return `Not likely to succeed: by its own reckoning the model would get more than ${goal(error)} of its labels wrong. People would have to check ${texts(least)}, and find the model right every time, before it may label ${which}.`;
    const more = labels === all ? "" : "; then more, as far as checks last";
    return `People check about ${texts(expected)}, at least ${figure(least)}, before the model may label ${which}${more}.`;
  },
  starting: "Choosing what to check…",
  answered: ({ answered, expected }: Certificate) =>
    `${figure(answered)} of about ${count(Math.max(expected ?? 0, answered), "check")} answered`,
  shown: ({ shown, error }: Certificate) =>
    `Shown so far: at most ${goal(error)} are wrong among the ${shown === 1 ? "surest text" : `surest ${texts(shown)}`}. More checks may show it of more.`,
  notYet: ({ error }: Certificate) => `Not shown yet: at most ${goal(error)} wrong.`,
  mixed:
    "Checks go out mixed with all other texts, and nobody can tell which they are. Until they are done, texts without a label show nothing of what the model thinks.",
  label: "Label",
  take: "Take these now",
  end: "End it",
  writing: (done: number) => `Storing ${count(done, "label")}…`,
  certificate: ({ labels, error, confidence }: Certificate) =>
    `At most ${goal(error)} of the model's ${count(labels, "label")} are wrong, with ${goal(confidence)} confidence.`,
  rests: ({ checks, wrong, labels, texts: all, round, threshold }: Certificate) =>
    `It rests on ${count(checks, "check")}, ${wrong === 0 ? "none" : figure(wrong)} of them wrong. The labels are those of round ${figure(round ?? 0)} for ${percent(labels / Math.max(all, 1))} of the texts that had none, each at least ${percent(threshold ?? 0)} likely.`,
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
    `The model's ${count(labels, "label")} go, and with them the certificate. Labels by people stay, those from the checks too.`,
  keep: "Keep them",
  anew: "Certify anew",
  anewMore: "A new certificate takes the place of this one once it is shown.",
  failed: "The last attempt came to nothing.",
  // Issued
} as const;
