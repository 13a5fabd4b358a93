import type { ReactNode } from "react";
import { count, figure, percent, plural } from "./figures";
import type { Agreement, ReviewNote } from "@/api/review";

/** The English of the review screen: what is more than a word on a button. */

export type ListName = "errors" | "disagreements" | "notes" | "agreement";

export const NAME: Record<ListName, string> = {
  errors: "Suspected errors",
  disagreements: "Disagreements",
  notes: "Notes",
  agreement: "Agreement",
};

/** What there is when a list has nothing: when something will be, or that all is done. */
export const NOTHING: Record<Exclude<ListName, "agreement">, string> = {
  errors:
    "No label looks wrong. Each measured round looks through all of them, with models " +
    "that have not seen the label they judge. Errors that models can't tell from labels they " +
    "don't know yet are not listed.",
  disagreements:
    "Nothing to decide: nobody has answered a text in another way than a colleague. Texts are " +
    "asked twice where the project wants more than one answer to a text.",
  notes: "No open notes. Who labels can flag a text (F) or comment on it (C).",
};

export const WHAT: Record<Exclude<ListName, "agreement">, string> = {
  errors: "Labels that are likely wrong, the likeliest first.",
  disagreements: "Texts that people answered in different ways. Your decision is the label.",
  notes: "Flags and comments of people who label, the oldest first.",
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
  return `${how} Models that have not seen them expect another class; the likeliest come first.`;
}

/** "About 3 of 10 labels like this one are wrong." */
export function howOftenWrong(wrong: number): string {
  const tenths = Math.round(10 * wrong);
  if (tenths === 10) return "Nearly all labels like this one are wrong.";
  return `About ${tenths} of 10 labels like this one are wrong.`;
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

/** "40 texts have answers of two people or more." */
export function shared({ items, sampled }: Agreement): string {
  if (items === 0)
    return (
      "Whether people agree shows where two of them answer the same texts: with more than one " +
      "answer to a text, a setting of the project."
    );
  const texts = count(items, "text");
  if (sampled) return `From ${texts}, drawn at random from all that two people or more answered.`;
  return items === 1
    ? "1 text has answers of two people or more."
    : `${texts} have answers of two people or more.`;
}

/** The headline of agreement, plainly. */
export function alphaWords({ alpha }: Agreement): string {
  if (alpha.value === null || alpha.low === null || alpha.high === null)
    return alpha.reason?.code === "one_answer_only"
      ? "Everybody gave the same answer to every text so far, which tells agreement from nothing."
      : `${alpha.items} of the 10 shared texts that a figure needs.`;
  const range = `${two(alpha.low)} to ${two(Math.min(1, alpha.high))}`;
  return `Agreement ${two(alpha.value)} (${range})`;
}

/** What that figure is; of sets of classes also what becomes of answers that share some. */
export const alphaMeans = (ofSets: boolean): string =>
  "Krippendorff's alpha: 1 is full agreement, 0 is what chance would bring. " +
  (ofSets ? "Answers that share some classes agree in part (MASI). " : "") +
  "Ranges hold the truth 19 times in 20.";

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

/** What is missing for a figure: "takes 10 texts, there are 3", so that nobody reads a share. */
export const missing = ({ items, reason }: Agreement["alpha"]): string =>
  reason?.code === "few_people_a_text"
    ? "takes 3 people a text"
    : items < 10
      ? `takes 10 texts, there ${items === 1 ? "is" : "are"} ${figure(items)}`
      : "one answer only";

export const words = {
  // Mixed
  mixedUp: "Mixed up",
  textsToWhichPeopleGave:
    "Texts to which people gave both classes; on the diagonal those on which all agree.",
  // AgreementPanel
  onEachClass: "On each class",
  class: "Class",
  texts: "Texts",
  agreement: "Agreement",
  eachPersonWithTheOthers: "Each person with the others",
  name: "Name",
  answers: "Answers",
  median: "Median",
  agreementWithTheOthers: "Agreement with the others",
  sameAsTheOthersSettle: "Same as the others settle on",
  // AnotherSet
  classesOfThisText: "Classes of this text",
  // ClassFinder
  typeToFindAClassEnter: "Type to find a class: Enter takes the first, Esc closes",
  // Queue
  allThatWait: "All that wait",
  // Desk
  atHand: "At hand",
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
  readsItWhereTheyLabel: (annotator: string) =>
    `${annotator} reads it where they label. Ctrl+Enter sends, Esc closes.`,
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
  // ResolvedNotes
  resolvedNotes: "Resolved notes",
  hideResolvedNotes: "Hide resolved notes",
  showResolvedNotes: "Show resolved notes",
  noneYet: "None yet.",
  openAgain: "Open again",
} as const;
