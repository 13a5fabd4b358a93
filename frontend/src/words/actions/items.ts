/** The names of the keys of the items screen. */
export const words = {
  // action
  move: "Move",
  label: "Label",
  look: "Look",
  // again
  readTheListAgain: "Read the list again",
  // close
  closeWhatIsOpenThen: "Close what is open, then unmark all",
  // extend
  markOnDownwardsOrUpwards: "Mark on, downwards or upwards",
  // label
  setTheLabelWithThatKey: "Set the label with that key",
  // label-as
  chooseTheLabel: "Choose the label",
  // leap
  manyTextsFurtherFirst: "Many texts further, first, last",
  // meaning
  searchByMeaning: "Search by meaning",
  // next
  nextText: "Next text",
  // open
  openTheTextOrCloseIt: "Open the text, or close it",
  // previous
  previousText: "Previous text",
  // search
  search: "Search",
  // select
  markTheTextOrUnmarkIt: "Mark the text, or unmark it",
  // select-all
  markAllThatMatch: "Mark all that match",
  // similar
  findSimilarTexts: "Find similar texts",
  // undo
  undoTheLastLabelFromAll: "Undo the last label, from all at once",
} as const;
