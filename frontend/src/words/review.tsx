import type { ReactNode } from "react";
import { count, figure, percent, plural } from "./figures";
import type { Agreement, ReviewNote, SkippedText, SuspectedError } from "@/api/review";
import { spoken } from "./terms/class-names";

/** The English of the review screen: what is more than a word on a button. */

export type ListName = "errors" | "disagreements" | "skipped" | "notes" | "agreement";

export const NAME: Record<ListName, string> = {
  errors: "Suspected errors",
  disagreements: "Disagreements",
  skipped: "Skipped",
  notes: "Notes",
  agreement: "Agreement",
};

/** What there is when a list has nothing: when something will be, or that all is done. */
export const NOTHING: Record<Exclude<ListName, "agreement">, string> = {
  errors:
    "No label looks wrong. Each measured round checks them all, with models trained without " +
    "the label they judge.",
  disagreements:
    "Nothing to decide: no text has answers that differ. To have texts labelled twice, set " +
    "“People per text” in the settings.",
  skipped: "No skipped text waits for a label.",
  notes: "No open notes. People who label can flag a text (F) or comment on it (C).",
};

/** For somebody who labels and decides: what they answered isn't in their list. */
export const NOTHING_FOR_YOU =
  "Nothing for you to decide. Texts that you answered yourself are decided by somebody else.";

/** Instead of that there are no suspected errors, while nothing has looked for any. */
export const NOT_LOOKED_YET =
  "No label has been checked yet: the first measured round does that, with models trained " +
  "without the label they judge.";

export const WHAT: Record<Exclude<ListName, "agreement">, string> = {
  errors: "Labels the model disagrees with, most confident first.",
  disagreements: "Texts that people answered differently. Your decision becomes the label.",
  skipped: "Texts without a label that people skipped. After two skips nobody is asked again.",
  notes: "Flags and comments from people who label, oldest first.",
};

/** "About 12 of these 20 labels are wrong." from how likely each of them is. */
export function howManyAreWrong(wrong: readonly number[], more: boolean): string {
  const expected = wrong.reduce((sum, each) => sum + each, 0);
  const about = Math.max(1, Math.round(expected));
  const these = more ? "the first" : "these";
  const how =
    wrong.length < 2
      ? "One label may be wrong."
      : about === wrong.length
        ? `Probably all of ${these} ${figure(about)} labels are wrong.`
        : `About ${figure(about)} of ${these} ${figure(wrong.length)} labels ` +
          `${plural(about, "is", "are")} wrong.`;
  return `${how} The models were trained without ${wrong.length < 2 ? "it" : "them"}.`;
}

/** "The model is 97 % sure it is ENTY. When it objects like this, it is right 3 times in 10." */
export function objection(
  row: Pick<SuspectedError, "predicted" | "predicted_probability" | "wrong">,
) {
  const { predicted, predicted_probability: sure, wrong } = row;
  const named = predicted === null ? words.aRetiredClass : spoken(predicted);
  const tenths = Math.round(10 * wrong);
  const right =
    tenths === 10
      ? "nearly always right"
      : tenths === 0
        ? "hardly ever right"
        : `right ${count(tenths, "time")} in 10`;
  return `The model is ${percent(sure)} sure it is ${named}. When it objects like this, it is ${right}.`;
}

export const OWN = "You answered this text yourself, so somebody else decides it.";

/** "Ann and Ben", "2 people" where one may not know who. */
export function who({ people, count: number }: { people: string[]; count: number }): string {
  if (people.length === 0) return number === 1 ? "1 person" : `${number} people`;
  if (people.length < 3) return people.join(" and ");
  return `${people.slice(0, -1).join(", ")} and ${people.at(-1)}`;
}

/** What a note is, in front of who wrote it. */
export const noted = ({ kind }: Pick<ReviewNote, "kind">) =>
  kind === "flag" ? "Flagged by" : "Comment by";

/** What becomes of a skipped text by itself. */
export const waitsFor = ({ waits }: Pick<SkippedText, "waits">): string =>
  waits
    ? "Another person is asked next. To label it yourself, ask again and label it there."
    : "Nobody is asked again. Label it here, or have people asked again.";

/** "40 texts have answers from two or more people." */
export function shared({ items, sampled }: Agreement): string {
  if (items === 0)
    return (
      "Agreement needs texts that two people answered. Set “People per text” to 2 or more in " +
      "the settings."
    );
  const texts = count(items, "text");
  if (sampled) return `From ${texts}, drawn at random from all that two or more people answered.`;
  return items === 1
    ? "1 text has answers from two or more people."
    : `${texts} have answers from two or more people.`;
}

/** The headline of agreement, plainly. */
export function alphaWords({ alpha }: Agreement): string {
  if (alpha.value === null || alpha.low === null || alpha.high === null)
    return alpha.reason?.code === "one_answer_only"
      ? "Everybody gave the same answer to every text, so agreement can't be measured yet."
      : `${alpha.items} of the 10 shared texts needed to measure agreement.`;
  const range = `${two(alpha.low)} to ${two(Math.min(1, alpha.high))}`;
  return `Agreement ${two(alpha.value)} (${range})`;
}

/** What that figure is; of sets of classes also what becomes of answers that share some. */
export const alphaMeans = (ofSets: boolean): string =>
  "Krippendorff's alpha: 1 is full agreement, 0 is chance. " +
  (ofSets ? "Answers that share some classes agree in part (MASI). " : "") +
  "95\u00a0% interval.";

/** A figure of agreement with two decimals and a real minus. */
export const two = (value: number): string => value.toFixed(2).replace("-", "−");

/** "92 % (81–97)" for a share, "0.84 (0.71–0.93)" for agreement. */
export function ranged(
  { value, low, high }: Agreement["alpha"],
  as: "share" | "agreement",
): string | null {
  if (value === null || low === null || high === null) return null;
  const [from, to] = [low, Math.min(1, high)];
  if (as === "share")
    return `${percent(value)} (${Math.round(100 * from)}–${Math.round(100 * to)})`;
  return `${two(value)} (${two(from)} to ${two(to)})`;
}

/** "+0.12 (−0.02 to +0.26)": by how much somebody's agreement changed; null where nobody knows. */
export function changedBy({ value, low, high }: Agreement["alpha"]): string | null {
  if (value === null || low === null || high === null) return null;
  const signed = (by: number) => (by > 0 ? `+${two(by)}` : two(by));
  return `${signed(value)} (${signed(low)} to ${signed(high)})`;
}

/** What is missing for a figure: "3 of 10 texts", so that nobody reads a share. */
export const missing = ({ items, reason }: Agreement["alpha"]): string =>
  reason?.code === "few_people_a_text"
    ? "needs 3 people per text"
    : items < 10
      ? `${figure(items)} of the 10 texts needed`
      : "all answers the same";

/** A cell of the table of classes that people mix up. */
export const mixedUp = (items: number, [one, other]: readonly string[]): string =>
  `${count(items, "text")} that people called ${one} and ${other}`;

export const words = {
  // Mixed
  mixedUp: "Mixed up",
  mixedAbout: "How often people gave these two answers to one text. Diagonal: all agreed.",
  // AgreementPanel
  onEachClass: "By class",
  class: "Class",
  texts: "Texts",
  agreement: "Agreement",
  twoByTwo: "Two by two",
  people: "People",
  peopleTitle: "By person",
  name: "Name",
  answers: "Answers",
  median: "Median",
  agreementWithTheOthers: "Agreement with the others",
  changeColumn: "Change",
  changeAbout: "Change: do they agree more than before? A range that includes 0 may be chance.",
  tooFewForChange: "needs 20 shared texts",
  sameColumn: "Same as the majority of the others",
  // AnotherSet
  classesOfThisText: "Classes of this text",
  // ClassFinder
  classFinderHint: "Type to find a class; Enter takes the first, Esc closes",
  // Queue
  allThatWait: "All waiting",
  // Desk
  atHand: "Current",
  text: "Text",
  // DisagreementDesk
  answerCount: (answers: number) => count(answers, "answer"),
  anotherClass: "Another class",
  otherClasses: "Other classes",
  // ErrorDesk
  label: "Label",
  model: "Model",
  keepOf: (label: ReactNode) => <>Keep {label}</>,
  changeTo: (predicted: ReactNode) => <>Change to {predicted}</>,
  aRetiredClass: "a retired class",
  // Foot
  atTheFoot: "At the foot",
  undoOf: (name: ReactNode) => <>undo: {name}</>,
  allKeys: "all keys",
  // Lists
  review: "Review",
  // ReplyForm
  answerTo: (annotator: string) => `Answer to ${annotator}`,
  replyHint: (annotator: string) =>
    `${annotator} sees it while labelling. Ctrl+Enter sends, Esc closes.`,
  answerAndResolve: "Answer and resolve",
  cancel: "Cancel",
  // NoteDesk
  labelOf: (label: ReactNode) => <> · label {label}</>,
  answeredOf: (repliedBy: ReactNode, reply: ReactNode) => (
    <>
      {repliedBy} answered: {reply}
    </>
  ),
  resolve: "Resolve",
  answer: "Answer",
  // SkippedDesk
  askAgain: "Ask again",
  noReason: "no reason",
  labelAs: "Label this text as",
  chooseClass: "Choose a class",
  chooseClasses: "Choose the classes",
  // ResolvedNotes
  resolvedNotes: "Resolved notes",
  hideResolvedNotes: "Hide resolved notes",
  showResolvedNotes: "Show resolved notes",
  noneYet: "None yet.",
  openAgain: "Open again",
} as const;
