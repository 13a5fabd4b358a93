/** What the service takes unless it is set otherwise. The page refuses the same beforehand, and
 * the service has the last word. */
export const LONGEST_TEXT = 200_000;
/** Characters of a line, in which there is room for escapes and other fields. */
export const LONGEST_LINE = 8 * LONGEST_TEXT + 1_000_000;
export const MOST_CLASSES = 1_000;
export const LARGEST_FILE = "4\u00a0GB";
/** Characters of the name of a class. */
export const LONGEST_NAME = 200;
