/** The names of the keys of the settings. */
export const words = {
  // index
  inAField: "In a field",
  save: "Save",
  leaveItAsItWas: "Leave it as it was",
  moveAClassOrAColumn: "Move a class, or a column",
  saveTheGuidelines: "Save the guidelines",
  anywhere: "Anywhere",
  nextSection: "Next section",
  sectionBefore: "Section before",
  allKeys: "All keys",
  outsideOfFields: "Outside of fields",
} as const;
