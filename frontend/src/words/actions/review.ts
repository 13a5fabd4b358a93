/** The names of the keys of the review screen. */
export const words = {
  // action
  move: "Move",
  decide: "Decide",
  look: "View",
  theFile: "the file",
  kept: (name: string) => `kept ${name}`,
  decided: (name: string) => `decided ${name}`,
  labelled: (name: string) => `labelled ${name}`,
  resolved: "resolved",
  replied: "replied",
  changedTo: (name: string) => `changed to ${name}`,
  // answer
  answerAndResolve: "Answer, and resolve",
  // change
  anotherAnswer: "Another answer",
  // choose
  chooseThatAnswer: "Choose that answer",
  // keep
  keepTheLabel: "Keep the label",
  // next
  next: "Next",
  // other-list
  anotherList: "Another list",
  // previous
  previous: "Previous",
  // resolve
  resolve: "Resolve",
  // take
  modelAnswer: "Take the model's class",
  // undo
  undo: "Undo",
} as const;
