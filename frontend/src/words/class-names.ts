/** A class as people say it: "card_arrival" as "card arrival", letter for letter. Files, keys and
 * order go by the stored name. */
export const spoken = (name: string): string => name.replace(/(?<=\S)_(?=\S)/g, " ");

/** A class in a list of which one chooses: found by what is said, taken by its name. */
export const choiceOf = (name: string) => ({ value: name, name: spoken(name) });

/** More than these are too many to be read at a glance. */
const FEW = 10;

/** All classes in a list, in their order: of many, those that stand together and share their first
 * word come under it as a heading. */
export function choicesOf(classes: readonly { name: string }[]) {
  const firsts = classes.map(({ name }) => spoken(name).split(" ", 1)[0]?.toLowerCase());
  const isOne = (at: number) => ![firsts[at - 1], firsts[at + 1]].includes(firsts[at]);
  const hasHeadings = classes.length > FEW && firsts.some((_, at) => !isOne(at));
  return classes.map(({ name }, at) => ({
    ...choiceOf(name),
    ...(hasHeadings && { group: isOne(at) ? "other" : firsts[at] }),
  }));
}

/** So many that share a word are a group. */
const GROUP = 3;

/** The heading before a class, by its name: of classes that stand together and share their first
 * word. Order and keys stay as they are. */
export function headingsOf(classes: readonly { name: string }[]): ReadonlyMap<string, string> {
  const firsts = classes.map(({ name }) => spoken(name).split(" ", 1)[0]!.toLowerCase());
  const found = new Map<string, string>();
  classes.forEach(({ name }, at) => {
    const begins = firsts[at - 1] !== firsts[at];
    const all = firsts.slice(at, at + GROUP).filter((first) => first === firsts[at]);
    if (begins && all.length === GROUP) found.set(name, firsts[at]!);
  });
  return found;
}
