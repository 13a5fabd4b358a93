import type { Schema } from "@/api/client";
import { figureField, type FigureName, read } from "@/api/settings/setting-figures";
import type { Kind } from "@/state/answer-kinds";
import { words } from "@/words/new-project";
import { named } from "./classes/class-rows";
import { metricOf, type Draft, type Settings } from "./draft";

type NewProject = Schema<"NewProject">;

/** A field of the last step, and what is wrong with it. */
export type FieldErrors = Partial<Record<string, string>>;

const typedFigures = ({ target, pricePerHour, settings }: Draft) =>
  (
    Object.entries({ target, price_per_hour: pricePerHour, ...settings.figures }) as [
      FigureName,
      string,
    ][]
  ).filter(([, typed]) => typed.trim() !== "");

/** What is wrong with the figures, by the name that the service has for them. */
export function figureErrors(draft: Draft): FieldErrors {
  const errors: FieldErrors = {};
  for (const [name, typed] of typedFigures(draft)) {
    const figure = read(typed, figureField(name));
    if (typeof figure === "string") errors[name] = figure;
  }
  return errors;
}

/** The project as the service takes it; what was left empty is left to its defaults. */
export function projectBody(draft: Draft, kind: Kind, name: string): NewProject {
  const figures = typedFigures(draft).flatMap(([field, typed]) => {
    const figure = read(typed, figureField(field));
    return typeof figure === "string" ? [] : [[field, figure.value] as const];
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
    metric: metricOf(draft, kind),
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
