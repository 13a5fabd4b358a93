/** What stands between the labels of a cell; "" where a cell is a list of them. */
export const SEPARATORS = ["", ";", "|", ","] as const;
export type Separator = (typeof SEPARATORS)[number];

/** The labels of a column, where a row may have several of them. */
export interface Sets {
  /** Rows that say anything. */
  rows: number;
  /** Of these, rows with more than one. */
  several: number;
  /** How often each label occurs. */
  counts: ReadonlyMap<string, number>;
}

/** By column, for each way to tell the labels of a row apart that occurs in it. */
export type SetsOf = ReadonlyMap<string, ReadonlyMap<Separator, Sets>>;
