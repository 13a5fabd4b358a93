import { parseFigure } from "@/screens/new-project/body";
import { words } from "@/words/settings";

/** How a figure is written, and what it may be. */
export interface FigureField {
  least: number;
  most: number;
  whole?: boolean;
  /** Written so many times larger than it is stored: 100 for percent, 1/60 for minutes. */
  times?: number;
  /** Empty means that there is none. */
  optional?: boolean;
  unit?: string;
}

const shown = new Intl.NumberFormat("en", { maximumFractionDigits: 4, useGrouping: false });

/** A stored figure as it stands in its field. */
export function written(value: number | null, { times = 1 }: FigureField): string {
  return value === null ? "" : shown.format(value * times);
}

/** What a field says, as it is stored; or why it can't be. */
export function read(typed: string, field: FigureField): { value: number | null } | string {
  const { least, most, whole, times = 1, optional, unit } = field;
  if (typed.trim() === "") return optional ? { value: null } : words.itNeedsAFigure;
  const figure = parseFigure(typed);
  if (Number.isNaN(figure)) return words.writeANumber;
  if (whole && !Number.isInteger(figure)) return words.writeAWholeNumber;
  if (figure < least || figure > most) return words.betweenAnd(least, most, unit ?? "");
  // 92.5 / 100 has more digits than anybody wrote.
  return { value: Number((figure / times).toPrecision(12)) };
}
