/** The names of the keys of the labelling screen. */
export const words = {
  // flag
  flag: "Flag or unflag",
  answer: "Answer",
  // guidelines
  guidelines: "Guidelines",
  lookCloser: "View",
  // skip
  skip: "Skip",
  whySkipped: "Say why you skipped the last text",
  // undo
  undo: "Undo",
  goBack: "Go back",
  // earlier
  allYourEarlierAnswers: "Your earlier answers",
  // add-class
  addAClass: "Add a class",
  // comment
  comment: "Comment",
  // answer
  answerKey: "Give the answer with that key",
  // code
  twoLetters: "Answer by the two letters of a class",
  // drop-letter
  forgetTheFirstLetter: "Clear the first letter of a code",
  // clear
  clearChoice: "Clear the unsaved choice",
  // close
  closeWhatIsOpen: "Close what is open",
  // find
  findAClass: "Find a class",
  // redo
  redoWhatWasUndone: "Redo",
  // save
  saveChoice: "Save and go on",
  // scroll
  scrollALongText: "Scroll a long text",
  // suggestion
  takeASuggestion: "Take a suggestion",
  // text-size
  largerText: "Larger text",
  smallerText: "Smaller text",
} as const;
