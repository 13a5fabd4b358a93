/** Keys as they are printed, where they are no sign. */
export const words = {
  escape: "Esc",
  pageUp: "Page ↑",
  pageDown: "Page ↓",
  space: "Space",
} as const;
