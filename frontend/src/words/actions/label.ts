/** The names of the keys of the labelling screen. */
export const words = {
  // flag
  flagOrTakeTheFlagBack: "Flag, or take the flag back",
  answer: "Answer",
  // guidelines
  guidelines: "Guidelines",
  lookCloser: "Look closer",
  // skip
  skip: "Skip",
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
  giveTheAnswerWithThatKey: "Give the answer with that key",
  // drop-letter
  forgetTheFirstLetter: "Forget the first letter of a code",
  // close
  closeWhatIsOpen: "Close what is open",
  // find
  findAClass: "Find a class",
  // redo
  redoWhatWasUndone: "Redo what was undone",
  // save
  saveWhatIsChosenAndGoOn: "Save what is chosen and go on",
  // scroll
  scrollALongText: "Scroll a long text",
  // suggestion
  takeASuggestion: "Take a suggestion",
  // text-size
  largerText: "Larger text",
  smallerText: "Smaller text",
} as const;
