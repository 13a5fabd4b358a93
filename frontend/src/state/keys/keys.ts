import { words } from "@/words/terms/keys";

/** Keys as actions name them: "3", "F", "Shift+F", "Ctrl+Z", "Enter", "?".
 *
 * Ctrl stands for Cmd on a Mac. A digit is a digit on any keyboard (AZERTY has them behind
 * Shift), and a letter is where it is on a keyboard with another alphabet. */
export type Key = string;

export interface KeyPress {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const NAMED: Record<string, string> = { " ": "Space", Esc: "Escape", Del: "Delete" };

/** The key that was pressed; null for chords that belong to the browser or the system. */
export function keyOf(press: KeyPress): Key | null {
  if (press.altKey)
    return /^(?:Arrow|Page)(?:Up|Down)$/.test(press.key) ? `Alt+${press.key}` : null;
  const ctrl = press.ctrlKey || press.metaKey ? "Ctrl+" : "";
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  if (/^[0-9]$/.test(press.key)) return ctrl + press.key;
  if (digit && !press.shiftKey && press.key.length === 1) return ctrl + digit;
  const letter = letterOf(press);
  if (letter) return `${press.shiftKey ? "Shift+" : ""}${ctrl}${letter}`;
  if (press.key.length === 1 && press.key !== " ") return ctrl + press.key;
  return `${press.shiftKey ? "Shift+" : ""}${ctrl}${NAMED[press.key] ?? press.key}`;
}

function letterOf(press: KeyPress): string | null {
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase();
  // Of other alphabets the place counts, not the letter.
  if (/^\p{L}$/u.test(press.key)) return /^Key([A-Z])$/.exec(press.code)?.[1] ?? null;
  return null;
}

const ON_MAC: Record<string, string> = { Ctrl: "⌘", Shift: "⇧", Backspace: "⌫", Enter: "↩" };
const ELSEWHERE: Record<string, string> = { Backspace: "⌫", Enter: "↵", Escape: words.escape };
const BOTH: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Space: words.space,
  PageUp: words.pageUp,
  PageDown: words.pageDown,
};

/** A key as it is printed. */
export function printed(key: Key, mac: boolean): string {
  const names = { ...BOTH, ...(mac ? ON_MAC : ELSEWHERE) };
  return key
    .split(/\+(?=.)/)
    .map((part) => names[part] ?? part)
    .join(mac ? "" : "+");
}

/** Ten classes have digits, in the project's order; in a project with more all have codes. */
export const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/** Keys that mean something else while labelling, so no class may have them. */
export const RESERVED: readonly Key[] = ["F", "G", "C", "/", "?", "+", "-", "=", "_"];

export interface HasKey {
  name: string;
  key?: string | null;
  /** Two letters that answer with it, where there are more classes than digits. */
  code?: string | null;
}

/** The key of each class by name. A class has the key it was given, or the first digit that is
 * free. With more than ten classes letters are codes, so only digits count. */
export function assignKeys(all: readonly HasKey[]): Map<string, Key> {
  const many = all.length > DIGITS.length;
  const keys = new Map<string, Key>();
  const taken = new Set<Key>();
  for (const { name, key } of all) {
    const own = key?.toUpperCase();
    if (!own || own.length !== 1 || taken.has(own) || RESERVED.includes(own)) continue;
    if (many && !/^[0-9]$/.test(own)) continue;
    keys.set(name, own);
    taken.add(own);
  }
  const free = DIGITS.filter((digit) => !taken.has(digit));
  for (const { name } of all) {
    if (keys.has(name)) continue;
    const digit = free.shift();
    if (digit) keys.set(name, digit);
  }
  return keys;
}

/** The code of each class by name, where there are more classes than digits. */
export function codesOf(all: readonly HasKey[]): Map<string, Key> {
  if (all.length <= DIGITS.length) return new Map();
  return new Map(all.flatMap(({ name, code }) => (code ? [[name, code]] : [])));
}
