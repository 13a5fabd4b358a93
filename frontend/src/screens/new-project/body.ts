import type { Schema } from "@/api/client";
import { words } from "@/words/new-project";
import { named } from "./class-rows";
import type { Draft, Kind, Settings } from "./draft";

type NewProject = Schema<"NewProject">;

/** A field of the last step, and what is wrong with it. */
export type FieldErrors = Partial<Record<string, string>>;

interface Limits {
  least: number;
  most: number;
  whole?: boolean;
  /** Written in percent, sent as a share. */
  percent?: boolean;
}

const NUMBERS: Record<string, Limits> = {
  target: { least: 1, most: 99.9, percent: true },
  price_per_hour: { least: 0, most: 1_000_000 },
  batch_size: { least: 1, most: 500, whole: true },
  round_every: { least: 1, most: 1_000, whole: true },
  overlap: { least: 1, most: 10, whole: true },
  value_per_point: { least: 0, most: 1_000_000 },
};

const written = (draft: Draft): Record<string, string> => ({
  target: draft.target,
  price_per_hour: draft.pricePerHour,
  batch_size: draft.settings.batchSize,
  round_every: draft.settings.roundEvery,
  overlap: draft.settings.overlap,
  value_per_point: draft.settings.valuePerPoint,
});

/** A figure as people write it: "90", "90 %", "17,50". NaN when it is none. */
export function parseFigure(typed: string): number {
  const plain = typed.replace(/[%\s\u00a0\u202f]/g, "").replace(/,(?=\d{1,2}$)/, ".");
  return plain === "" || !/^-?(\d*\.?\d+|\d+\.)$/.test(plain) ? Number.NaN : Number(plain);
}

function figureProblem(typed: string, { least, most, whole, percent }: Limits): string | null {
  const value = parseFigure(typed);
  const unit = percent ? " %" : "";
  if (Number.isNaN(value)) return words.writeANumber;
  if (whole && !Number.isInteger(value)) return words.writeAWholeNumber;
  return value < least || value > most ? words.betweenAnd(least, most, unit) : null;
}

/** What is wrong with the figures, by the name that the service has for them. */
export function figureErrors(draft: Draft): FieldErrors {
  const errors: FieldErrors = {};
  for (const [field, typed] of Object.entries(written(draft))) {
    if (typed.trim() === "") continue;
    const problem = figureProblem(typed, NUMBERS[field]!);
    if (problem) errors[field] = problem;
  }
  return errors;
}

/** The project as the service takes it; what was left empty is left to its defaults. */
export function projectBody(draft: Draft, kind: Kind, name: string): NewProject {
  const figures = Object.entries(written(draft))
    .filter(([, typed]) => typed.trim() !== "")
    .map(([field, typed]) => {
      const value = parseFigure(typed);
      return [field, NUMBERS[field]!.percent ? value / 100 : value] as const;
    });
  return {
    name: name.trim(),
    answer_kind: kind,
    classes: named(draft.classes).map(({ name, key, description }) => ({
      name,
      key: key || null,
      description: description.trim(),
    })),
    ...(draft.guidelines.trim() && { guidelines: draft.guidelines.trim() }),
    ...(kind === "multi_label" && { metric: draft.metric }),
    ...chosen(draft.settings),
    ...Object.fromEntries(figures),
  };
}

function chosen({ strategy, encoder, currency, audits }: Settings): Partial<NewProject> {
  return {
    ...(strategy && { strategy }),
    ...(encoder && { encoder }),
    ...(currency && { currency }),
    audits,
  };
}

/** A name for the project from that of its file. */
export function nameFromFile(fileName: string): string {
  const stem = fileName
    .replace(/(\.[a-z0-9]{1,7})?(\.gz)?$/i, "")
    .replace(/[_-]+/g, " ")
    .trim();
  return stem ? stem.charAt(0).toUpperCase() + stem.slice(1) : words.newProject;
}
