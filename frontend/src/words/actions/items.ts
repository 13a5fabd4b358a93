/** The names of the keys of the items screen. */
export const words = {
  // action
  move: "Move",
  label: "Label",
  look: "View",
  groups: "Near copies",
  // again
  readTheListAgain: "Reload the list",
  // close
  closing: "Close, then unmark all",
  // exclude
  excluding: "Exclude what is marked, or bring it back",
  // extend
  extension: "Extend selection",
  // label
  labelKey: "Set the label of that key",
  // label-as
  chooseTheLabel: "Choose the label",
  // leap
  manyTextsFurtherFirst: "Page up/down, first, last",
  // meaning
  searchByMeaning: "Search by meaning",
  // next
  nextText: "Next text",
  // next-group
  nextGroup: "Next group",
  // previous-group
  previousGroup: "Previous group",
  // open
  opening: "Open or close the text",
  // previous
  previousText: "Previous text",
  // search
  search: "Search",
  // select
  marking: "Mark or unmark the text",
  // select-all
  markAllThatMatch: "Mark all that match",
  // similar
  findSimilarTexts: "Find similar texts",
  // undo
  undoBulk: "Undo last bulk label",
} as const;
