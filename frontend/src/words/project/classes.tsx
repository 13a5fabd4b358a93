import type { ReactNode } from "react";
import { count, figure, plural } from "@/words/figures";

/** The classes in the settings. */
export const words = {
  // use-classes
  canBeAnsweredNow: (name: string) => `“${name}” added.`,
  theOrderIsAnother: "Order changed.",
  meansNow: (name: string, into: string, labels: number) =>
    `“${name}” merged into “${into}”: ${count(labels, "label")}.`,
  labels: (labels: number) => count(labels, "label"),
  isNoLongerOffered: (name: string) => `“${name}” is no longer offered.`,
  isOfferedAgain: (name: string) => `“${name}” is offered again.`,
  takenBack: "Undone.",
  // ClassMenu
  hasAnotherColour: (name: string) => `Colour of “${name}” changed.`,
  moreOf: (name: string) => `More: ${name}`,
  lookForMore: "Look for more",
  mergeIntoAnother: "Merge into another",
  retire: "Retire",
  colourOfItsMark: "Colour",
  none: "none",
  // DragHandle
  moveLabel: (called: string) => `Move ${called}: Alt with the arrow keys`,
  moveHint: "Drag between two classes, or onto one to merge them. Alt+↑ Alt+↓",
  // ClassRow
  keyRule: "Keys are the digits 1 to 9 and 0.",
  keyIsThatOf: (key: string, name: string) => `Key ${key} is taken by “${name}”.`,
  theKeyOfIs: (name: string, key: string) => `Key of “${name}”: ${key || "none"}.`,
  keyOf: (name: string) => `Key of ${name}`,
  nameOf: (name: string) => `Name of ${name}`,
  isCalledNow: (name: string, typed: string) => `“${name}” renamed to “${typed}”.`,
  descriptionOf: (name: string) => `Description of ${name}`,
  descriptionHint: "Description, if it needs one",
  isDescribedAnew: (name: string) => `Description of “${name}” updated.`,
  noun: (labels: number) => plural(labels, "label", "labels"),
  // GoneClasses
  noLongerOffered: "No longer offered",
  retiredKeepsTheModel: (labels: number) =>
    `retired with ${count(labels, "label")}; the model no longer uses it`,
  means: (mergedInto: string) => `merged into “${mergedInto}”`,
  bringBack: "Bring back",
  // MergeDialog
  merge: (name: string) => `Merge “${name}”`,
  into: "into",
  decidedAnew: (decidedAnew: number) =>
    ` People disagreed on ${count(decidedAnew, "text")}: the majority is counted again.`,
  mergeEffect: (labels: ReactNode, name: string, decidedAnew: ReactNode) => (
    <>
      {labels} will become “{name}” in figures, lists and exports.{decidedAnew}
    </>
  ),
  mergeNote: (name: string) => `You can bring “${name}” back at any time, with its labels.`,
  mergeButton: "Merge",
  // ClassesSection
  classes: "Classes",
  classesAbout: "What a text can be. Drag a class to reorder. Drop it on another to merge them.",
  classesByKeys: " Alt and the arrow keys move it too.",
  findAClass: "Find a class",
  noneIsCalled: (letters: string) => `No class has “${letters}” in its name.`,
  showAll: (classes: number) => `Show all ${figure(classes)}`,
  showFewer: "Show fewer",
  undo: "Undo",
  nameOfANewClass: "Name of a new class",
  anotherClass: "Another class",
  add: "Add",
} as const;
