/** The names of the keys of the screen on which a class is looked for. */
export const words = {
  // no
  itIsNone: "It is none",
  say: "Say",
  // other
  anotherClassOrType: "Another class (or type)",
  // undo
  undo: "Undo",
  goBack: "Go back",
  // yes
  itIsOne: "It is one",
} as const;
