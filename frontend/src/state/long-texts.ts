import type { Queue } from "./queue";

/** Of figures and of lines, from where on a text may not fit above the answers of a usual screen. */
const LONG = 600;
const MANY_LINES = 9;

/** Whether some text that is held may need all the room that answers leave. */
export function hasLongText({ current, upcoming }: Queue): boolean {
  return [...(current ? [current] : []), ...upcoming].some(({ item }) => isLong(item.text));
}

function isLong(text: string): boolean {
  return text.length > LONG || text.split("\n").length > MANY_LINES;
}
