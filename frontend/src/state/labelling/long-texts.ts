import type { Queue, Slot } from "./queue";

/** Of figures and of lines, from where on a text may not fit above the answers of a usual screen. */
const LONG = 600;
const MANY_LINES = 9;
/** So many of the next texts may keep answers where a long one put them. */
const AHEAD = 3;

/** Whether the text on the screen has all the room that answers leave: it is long, or by `overflowing`
 * the one that didn't fit. After one that had it (`hadRoom`) a short text has it too if a long one is
 * among the next: the answers would only move to and fro. */
export function needsRoom(
  { current, upcoming }: Queue,
  overflowing: number | null,
  hadRoom: boolean,
): boolean {
  if (!current) return hadRoom;
  if (current.item.id === overflowing || isLong(current.item)) return true;
  return hadRoom && upcoming.slice(0, AHEAD).some(({ item }) => isLong(item));
}

/** With the columns beside it. */
function isLong({ text, columns }: Slot["item"]): boolean {
  const letters = text.length + (columns ? JSON.stringify(columns).length : 0);
  return letters > LONG || text.split("\n").length > MANY_LINES;
}
