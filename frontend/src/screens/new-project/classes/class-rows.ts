import { LONGEST_NAME, MOST_CLASSES } from "@/files/limits";
import { className, folded } from "@/files/labels/names";
import { assignKeys, DIGITS } from "@/state/keys/keys";
import { words } from "@/words/new-project";

/** A class while it is being written. */
export interface ClassRow {
  /** Stays with the row wherever it moves. */
  id: number;
  /** The digit it was given; empty: the first that is free. */
  key: string;
  name: string;
  description: string;
  /** It came from a column of the file, and nobody has changed it since. */
  taken?: boolean;
}

/** Below this there is nothing to decide. */
export const FEWEST_CLASSES = 2;

/** Two rows to begin with: there are no fewer answers than that. */
export const FIRST_ROWS: ClassRow[] = [1, 2].map((id) => ({
  id,
  key: "",
  name: "",
  description: "",
}));

const nextId = (rows: readonly ClassRow[]): number => Math.max(0, ...rows.map(({ id }) => id)) + 1;

/** The rows with an empty one after the place `at`. */
export function withRowAfter(rows: readonly ClassRow[], at: number): ClassRow[] {
  return rows.toSpliced(at + 1, 0, { id: nextId(rows), key: "", name: "", description: "" });
}

export function without(rows: readonly ClassRow[], id: number): ClassRow[] {
  return rows.filter((row) => row.id !== id);
}

export function changed(
  rows: readonly ClassRow[],
  id: number,
  part: Partial<Omit<ClassRow, "id">>,
): ClassRow[] {
  return rows.map((row) => (row.id === id ? { ...row, ...part, taken: false } : row));
}

/** The rows with one moved to another place; the others close up. */
export function moved(rows: readonly ClassRow[], from: number, to: number): ClassRow[] {
  const row = rows[from];
  if (!row || to < 0 || to >= rows.length) return [...rows];
  return rows.toSpliced(from, 1).toSpliced(to, 0, row);
}

/** Lines as classes: a name, and what it means behind a tab or a colon with a space. */
export function parseLines(text: string): { name: string; description: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => /^\s*(.+?)(?:\t+|:\s+)(.*)$/.exec(line)?.slice(1, 3) ?? [line])
    .map(([name = "", description = ""]) => ({
      name: name.trim(),
      description: description.trim(),
    }))
    .filter(({ name }) => name !== "");
}

/** The rows with more classes at the end. Names that are there already stay as they are, empty
 * rows make way. */
export function withClasses(
  rows: readonly ClassRow[],
  more: readonly { name: string; description?: string }[],
): ClassRow[] {
  const result = rows.filter(({ name }) => name.trim() !== "");
  const known = new Set(result.map(({ name }) => folded(className(name))));
  let id = nextId(rows);
  for (const { name, description = "" } of more) {
    if (known.has(folded(className(name)))) continue;
    known.add(folded(className(name)));
    result.push({ id: id++, key: "", name, description });
  }
  return result;
}

/** The rows with the values of a column in the place of those taken from another column or file. */
export function withValues(rows: readonly ClassRow[], values: readonly string[]): ClassRow[] {
  const own = rows.filter(({ taken }) => !taken);
  const written = new Set(own.map(({ id }) => id));
  return withClasses(
    own,
    values.map((name) => ({ name })),
  ).map((row) => (written.has(row.id) ? row : { ...row, taken: true }));
}

/** Why a key can't be this row's; null when it can. */
export function keyProblem(rows: readonly ClassRow[], id: number, key: string): string | null {
  if (key === "") return null;
  if (!DIGITS.some((digit) => digit === key)) return words.keyRule;
  const holder = rows.find((row) => row.id !== id && row.key === key);
  return holder ? words.keyIsSAlready(key, holder.name.trim() || words.anotherClass) : null;
}

/** What is wrong with each row, by its id. */
export function problems(rows: readonly ClassRow[]): Map<number, string> {
  const found = new Map<number, string>();
  const seen = new Map<string, string>();
  for (const { id, name } of rows) {
    const written = className(name);
    if (written.length > LONGEST_NAME) found.set(id, words.longerThanCharacters(LONGEST_NAME));
    if (written === "") continue;
    const other = seen.get(folded(written));
    if (other === written) found.set(id, words.doubleName);
    else if (other !== undefined) found.set(id, words.knownAs(other));
    seen.set(folded(written), other ?? written);
  }
  return found;
}

/** The classes that are named, in their order. */
export function named(rows: readonly ClassRow[]): ClassRow[] {
  return rows
    .map((row) => ({ ...row, name: className(row.name) }))
    .filter(({ name }) => name !== "");
}

/** The key that each row will have, by id: its own, or the first digit that is free. */
export function keysOf(rows: readonly ClassRow[]): Map<number, string> {
  const keys = assignKeys(named(rows));
  return new Map(
    rows.flatMap(({ id, name }) => {
      const key = keys.get(className(name));
      return key === undefined ? [] : [[id, key] as const];
    }),
  );
}

/** Why one can't go on with these classes; null when one can. */
export function unready(rows: readonly ClassRow[]): string | null {
  const { length } = named(rows);
  if (length < FEWEST_CLASSES) return words.fewestClasses;
  if (length > MOST_CLASSES) return words.classesTheLimitIs(length, MOST_CLASSES);
  if (problems(rows).size > 0) return words.classProblem;
  return null;
}
