import type { ReactNode } from "react";
import { count, plural } from "@/words/figures";

/** The classes in the settings. */
export const words = {
  // use-classes
  canBeAnsweredNow: (name: string) => `“${name}” can be answered now.`,
  theOrderIsAnother: "The order is another.",
  meansNow: (name: string, into: string, labels: number) =>
    `“${name}” means “${into}” now: ${count(labels, "label")}.`,
  labels: (labels: number) => count(labels, "label"),
  isNoLongerOffered: (name: string) => `“${name}” is no longer offered.`,
  isOfferedAgain: (name: string) => `“${name}” is offered again.`,
  takenBack: "Taken back.",
  // ClassMenu
  hasAnotherColour: (name: string) => `“${name}” has another colour.`,
  moreOf: (name: string) => `More: ${name}`,
  lookForMore: "Look for more",
  mergeIntoAnother: "Merge into another",
  retire: "Retire",
  colourOfItsMark: "Colour of its mark",
  none: "none",
  // DragHandle
  moveAltWithTheArrowKeys: (called: string) => `Move ${called}: Alt with the arrow keys`,
  dragBetweenTwoClassesOr: "Drag between two classes, or onto one to merge them. Alt+↑ Alt+↓",
  // ClassRow
  keysAreTheDigits1To9And0: "Keys are the digits 1 to 9 and 0.",
  keyIsThatOf: (key: string, name: string) => `Key ${key} is that of “${name}”.`,
  theKeyOfIs: (name: string, key: string) => `The key of “${name}” is ${key || "none"}.`,
  keyOf: (name: string) => `Key of ${name}`,
  nameOf: (name: string) => `Name of ${name}`,
  isCalledNow: (name: string, typed: string) => `“${name}” is called “${typed}” now.`,
  descriptionOf: (name: string) => `Description of ${name}`,
  descriptionIfItNeedsOne: "Description, if it needs one",
  isDescribedAnew: (name: string) => `“${name}” is described anew.`,
  noun: (labels: number) => plural(labels, "label", "labels"),
  // GoneClasses
  noLongerOffered: "No longer offered",
  retiredKeepsTheModel: (labels: number) =>
    `retired, keeps ${count(labels, "label")}; the model neither learns nor predicts it`,
  means: (mergedInto: string) => `means “${mergedInto}”`,
  bringBack: "Bring back",
  // MergeDialog
  merge: (name: string) => `Merge “${name}”`,
  into: "into",
  ofPeopleHadSaidDifferent: (decidedAnew: number) =>
    ` Of ${count(decidedAnew, "text")} people had said different things: these are decided anew.`,
  willBeInFiguresListsAnd: (labels: ReactNode, name: string, decidedAnew: ReactNode) => (
    <>
      {labels} will be “{name}”: in figures, lists and exports.{decidedAnew}
    </>
  ),
  noAnswerIsChangedCanBe: (name: string) =>
    `No answer is changed. “${name}” can be brought back at any time, with its labels.`,
  mergeButton: "Merge",
  // ClassesSection
  classes: "Classes",
  whatATextCanBeChanges:
    "What a text can be. Changes show on open labelling screens within seconds; answers under way are kept, and rounds go on. Drag a class between two others, or move it with Alt and the arrow keys; drop it on another to merge them.",
  undo: "Undo",
  nameOfANewClass: "Name of a new class",
  anotherClass: "Another class",
  add: "Add",
} as const;
