import bounds from "./project-settings.json";
import { words } from "@/words/settings/settings";
import { type FigureField, SETTINGS, type SettingWords } from "@/words/settings/settings-fields";

export type FigureName = keyof typeof bounds & keyof typeof SETTINGS;

export const isFigure = (name: string): name is FigureName => name in bounds && name in SETTINGS;

/** What the service takes for a setting, written as people write it. */
export function figureField(name: FigureName): FigureField {
  const { written }: SettingWords = SETTINGS[name];
  return { ...bounds[name], ...written };
}

/** What a setting is unless somebody says otherwise; null: nothing. */
export const defaultOf = (name: FigureName): number | null => bounds[name].default;

const shown = new Intl.NumberFormat("en", { maximumFractionDigits: 4, useGrouping: false });

/** A stored figure as it stands in its field. */
export function written(value: number | null, { times = 1 }: FigureField): string {
  return value === null ? "" : shown.format(value * times);
}

/** A figure as people write it: "90", "90 %", "17,50". NaN when it is none. */
export function parseFigure(typed: string): number {
  const plain = typed.replace(/[%\s\u00a0\u202f]/g, "").replace(/,(?=\d{1,2}$)/, ".");
  return plain === "" || !/^-?(\d*\.?\d+|\d+\.)$/.test(plain) ? Number.NaN : Number(plain);
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
