/** The answers that a text can get, as buttons and as a line to find one. */
export const words = {
  // Likelihood
  suggested: ", suggested, ",
  // AnswerButton
  itsLetters: (code: string) => `letters ${code[0]}, ${code[1]}`,
  yourAnswerBefore: ", your answer before",
  // FilterLine
  classes: (count: number) => `${count} classes`,
  typeItsLetters: ": type its two letters, or find it by name",
  findItByName: ": find it by name",
  andTheSecondLetter: (letter: string) => `${letter} and the second letter`,
  noCode: (letters: string) => `No class has the letters ${letters}`,
  findAClass: "Find a class",
  finderHint: "Enter takes the first, Esc closes",
  // ClassButtons
  answers: "Answers",
  thereAreNoClasses: "There are no classes yet. The project's owner adds them under Settings.",
  noMatch: "No class matches.",
  // SuggestedRow
  suggestions: "Suggestions",
  // Chosen
  chosen: "Chosen",
  nothingIsChosenYet: "Nothing is chosen yet.",
  dontChooseIt: (name: string) => `${name}: don’t choose it`,
  // classes-of
  noLongerOffered: "No longer offered",
  // SaveButton
  noneOfThem: "None of them",
  saveOf: (value: number) => `Save ${value}`,
  // index
  anAnswer: "An answer",
} as const;
