import { type Metric, METRICS, metricsOf } from "@/words/terms/metrics";
import { SETTINGS } from "@/words/settings/settings-fields";
import { type FigureName, isFigure } from "@/api/settings/setting-figures";
import type { LabelUse } from "@/files/labels/labels";
import { answerKind, type Kind, KINDS } from "@/state/answer-kinds";
import type { KeyValue } from "@/state/storage";
import { type ClassRow, FIRST_ROWS } from "./classes/class-rows";

/** What one has written of a new project so far. Figures are kept as typed. */
export interface Draft {
  /** The text column that was chosen; null leaves it to the guess. */
  text: string | null;
  /** The column that the classes were taken from. */
  label: string | null;
  /** How many classes a text may have; null leaves it to what is in the file. */
  kind: Kind | null;
  /** What is done with the labels of the file; null leaves it to what they are. */
  labels: LabelUse | null;
  classes: ClassRow[];
  guidelines: string;
  /** Null: as the file is called. */
  name: string | null;
  /** What the target is of; null, or one of another kind: the first of its kind. */
  metric: Metric | null;
  target: string;
  pricePerHour: string;
  settings: Settings;
}

/** How many texts are audit texts; the last is the surest. */
export const AUDITS = ["fewest", "balanced", "proof"] as const;
export type Audits = (typeof AUDITS)[number];

/** Settings that are figures, asked under the name that the service has for them. */
export const FIGURES = (Object.keys(SETTINGS) as (keyof typeof SETTINGS)[])
  .filter(isFigure)
  .filter((name) => "atStart" in SETTINGS[name]);

export interface Settings {
  strategy: string;
  encoder: string;
  /** Empty: the service's own. */
  currency: string;
  audits: Audits;
  /** As typed, by name. */
  figures: Partial<Record<FigureName, string>>;
}

const KEY = "postil.draft";

export const EMPTY_SETTINGS: Settings = {
  strategy: "",
  encoder: "",
  currency: "",
  audits: "balanced",
  figures: {},
};

export const EMPTY_DRAFT: Draft = {
  text: null,
  label: null,
  kind: null,
  labels: null,
  classes: FIRST_ROWS,
  guidelines: "",
  name: null,
  metric: null,
  target: "",
  pricePerHour: "",
  settings: EMPTY_SETTINGS,
};

/** What the target of a new project is of. */
export function metricOf({ metric }: Pick<Draft, "metric">, kind: Kind): Metric {
  const [first, ...others] = metricsOf(answerKind(kind).isSet);
  return others.find((one) => one === metric) ?? first;
}

const metricIn = (found: unknown): Metric | null =>
  (Object.keys(METRICS) as Metric[]).find((one) => one === found) ?? null;

/** What is kept of a draft on this device; whatever doesn't fit this version is left out. */
export function loadDraft(storage: KeyValue): Draft {
  try {
    const found: unknown = JSON.parse(storage.read(KEY) ?? "null");
    if (typeof found !== "object" || found === null) return EMPTY_DRAFT;
    const kept = pick(EMPTY_DRAFT, found, ["guidelines", "target", "pricePerHour"]);
    const settings: unknown = Reflect.get(found, "settings");
    return {
      ...kept,
      text: wordOrNull(Reflect.get(found, "text")),
      label: wordOrNull(Reflect.get(found, "label")),
      kind: KINDS.find((kind) => kind === Reflect.get(found, "kind")) ?? null,
      labels: labelsIn(Reflect.get(found, "labels")),
      name: wordOrNull(Reflect.get(found, "name")),
      metric: metricIn(Reflect.get(found, "metric")),
      classes: classesIn(Reflect.get(found, "classes")),
      settings: settingsIn(Object(settings) as object),
    };
  } catch {
    return EMPTY_DRAFT;
  }
}

export function saveDraft(storage: KeyValue, draft: Draft): void {
  storage.write(KEY, JSON.stringify(draft));
}

export function dropDraft(storage: KeyValue): void {
  storage.remove(KEY);
}

function settingsIn(found: object): Settings {
  const audits = AUDITS.find((word) => word === Reflect.get(found, "audits"));
  const figures = Object(Reflect.get(found, "figures")) as object;
  return {
    ...pick(EMPTY_SETTINGS, found, ["strategy", "encoder", "currency"]),
    ...(audits && { audits }),
    figures: pick<Settings["figures"]>({}, figures, FIGURES),
  };
}

const wordOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

function pick<Shape extends object>(
  empty: Shape,
  found: object,
  names: readonly (keyof Shape & string)[],
): Shape {
  const words = names.flatMap((name): [string, string][] => {
    const value: unknown = Reflect.get(found, name);
    return typeof value === "string" ? [[name, value]] : [];
  });
  return { ...empty, ...(Object.fromEntries(words) as Partial<Shape>) };
}

function labelsIn(found: unknown): LabelUse | null {
  if (typeof found !== "object" || found === null) return null;
  return {
    column: wordOrNull(Reflect.get(found, "column")),
    create: Reflect.get(found, "create") === true,
    fold: Reflect.get(found, "fold") === true,
  };
}

function classesIn(found: unknown): ClassRow[] {
  if (!Array.isArray(found)) return FIRST_ROWS;
  const empty = { key: "", name: "", description: "" };
  return found
    .filter((row): row is object => typeof row === "object" && row !== null)
    .map((row, id) => ({
      id,
      ...pick(empty, row, ["key", "name", "description"]),
      taken: Reflect.get(row, "taken") === true,
    }));
}
