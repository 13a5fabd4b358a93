/** A class as people say it: "card_arrival" as "card arrival", letter for letter. Files, keys and
 * order go by the stored name. */
export const spoken = (name: string): string => name.replace(/(?<=\S)_(?=\S)/g, " ");

/** A class in a list of which one chooses: found by what is said, taken by its name. */
export const choiceOf = (name: string) => ({ value: name, name: spoken(name) });
