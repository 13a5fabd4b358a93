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

/** Characters of the first word, where only that is left of a beginning. */
const SHORT = 10;

/** So many that share a word are a group. */
const GROUP = 3;

/** The heading that a class stands under, by its name: of classes that stand together and share their
 * first word. Order and keys stay as they are. */
export function groupsOf(classes: readonly { name: string }[]): ReadonlyMap<string, string> {
  const firsts = classes.map(({ name }) => spoken(name).split(" ", 1)[0]!.toLowerCase());
  const found = new Map<string, string>();
  for (let at = 0, end = 0; at < firsts.length; at = end) {
    while (end < firsts.length && firsts[end] === firsts[at]) end++;
    if (end - at < GROUP) continue;
    for (const { name } of classes.slice(at, end)) found.set(name, firsts[at]!);
  }
  return found;
}

/** Of names that read the same in so little room, what is shown instead: "balance… bank transfer". By
 * name; all others are shown as they are. */
export function toldApart(
  classes: readonly { name: string }[],
  room: number,
): ReadonlyMap<string, string> {
  const alike = new Map<string, string[]>();
  for (const { name } of classes) {
    const seen = spoken(name).slice(0, room);
    alike.set(seen, [...(alike.get(seen) ?? []), name]);
  }
  return new Map(
    [...alike.values()]
      .filter((group) => group.length > 1)
      .flatMap((group) => {
        const shared = sharedLength(group.map(spoken));
        return group.map((name) => [name, withoutShared(spoken(name), shared)] as const);
      }),
  );
}

/** How many characters they begin with in common, to the end of a word if there are several. */
function sharedLength(names: readonly string[]): number {
  const [first = "", ...others] = names;
  let length = 0;
  while (length < first.length && others.every((each) => each[length] === first[length])) length++;
  return first.lastIndexOf(" ", length - 1) + 1 || length;
}

const withoutShared = (name: string, shared: number): string =>
  `${name.split(" ", 1)[0]!.slice(0, SHORT)}… ${name.slice(shared)}`;
