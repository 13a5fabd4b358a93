/** Keys as they are printed, and what they do that several screens share. */
export const words = {
  escape: "Esc",
  pageUp: "Page ↑",
  pageDown: "Page ↓",
  space: "Space",
  // everywhere
  everywhere: "Everywhere",
  allKeys: "All keys",
  closeWhatIsOpen: "Close what is open",
  // the screens of a project
  inTheProject: "In the project",
  nextTab: "Next tab",
  tabBefore: "Previous tab",
  labelTexts: "Label texts",
  // the settings
  sections: "Sections",
  nextSection: "Next section",
  sectionBefore: "Previous section",
  // the projects
  projects: "Projects",
  newProject: "New project",
  // fields
  inAField: "In a field",
  save: "Save",
  saveALongText: "Save a text of several lines",
  leave: "Undo changes",
  moveAClass: "Move a class",
  moveAColumn: "Move a column",
  anotherClass: "Another class",
  removeAnEmptyOne: "Remove the class without a name",
  onItsHandle: "On the handle of a class",
  inTheSearch: "In the search",
  search: "Search",
  backToTheList: "Back to the list",
  inTheText: "In the text to try",
  askNow: "Ask the model now",
  onTheCurve: "On the curve",
  stepAlong: "Step along its points",
  leapAlong: "Ten points; first, last",
  stepOff: "Leave the point",
} as const;
