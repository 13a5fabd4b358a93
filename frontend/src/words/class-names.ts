/** A class as people say it: "card_arrival" as "card arrival". Files keep the stored name. */
export const spoken = (name: string): string => name.replace(/(?<=\S)_+(?=\S)/g, " ");
