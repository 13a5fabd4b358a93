/** What the service takes unless it is set otherwise. The page refuses the same beforehand, and
 * the service has the last word. */
export const LONGEST_TEXT = 200_000;
export const MOST_CLASSES = 1_000;
export const LARGEST_FILE = "4 GB";
