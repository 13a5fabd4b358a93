import type { Schema } from "@/api/client";
import { spoken } from "../terms/class-names";
import { between, count, figure, percent } from "../figures";

export type Quality = Schema<"Quality">;
export type ClassQuality = Schema<"ClassQuality">;
type Share = Schema<"QualityShare">;

/** The class that the model knows least, of those with enough audit texts; weakest first. Then those
 * of which one figure is known, then the others. */
export function weakestFirst(classes: readonly ClassQuality[]): ClassQuality[] {
  const known = classes.filter(({ f1 }) => f1 !== null).toSorted((a, b) => a.f1! - b.f1!);
  const unknown = classes.filter(({ f1 }) => f1 === null);
  return [...known, ...unknown.toSorted((a, b) => Number(isPartly(b)) - Number(isPartly(a)))];
}

const isPartly = ({ recall, precision }: ClassQuality): boolean =>
  recall.value !== null || precision.value !== null;

/** What there is to say first: which class is weakest, as far as the audit texts can tell. */
export function headline({ classes, enough }: Quality): string {
  const [weakest, next] = weakestFirst(classes);
  if (!weakest || weakest.f1 === null)
    return `No class can be judged yet. Each needs ${enough} audit texts; the nearest has ${figure(nearest(classes))}.${soonest(classes)}`;
  const name = spoken(weakest.name);
  if (!next) return `Weakest class: ${name}.`;
  if (next.f1 === null) return `Only ${name} has enough audit texts so far.`;
  const isSure = isBelow(weakest.recall, next.recall) || isBelow(weakest.precision, next.precision);
  return isSure ? `Weakest class: ${name}.` : `Probably the weakest class: ${name}.`;
}

/** The most audit texts that a class has of both its figures. */
const nearest = (classes: readonly ClassQuality[]): number =>
  Math.max(0, ...classes.map(({ recall, precision }) => Math.min(recall.items, precision.items)));

/** How many labels it takes until the first class can be judged, where that is known. */
function soonest(classes: readonly ClassQuality[]): string {
  const known = classes.map(({ more_labels: more }) => more).filter((more) => more !== null);
  if (known.length === 0) return "";
  const more = Math.min(...known);
  return more === 0
    ? " The next measurement has them."
    : ` That takes about ${count(more, "more label")}.`;
}

/** The pairs that the model confuses most, where no class can be judged; null with no pair twice. */
function mostConfused({ classes, pairs }: Quality): string | null {
  const named = (id: number) => spoken(classes.find(({ class_id }) => class_id === id)?.name ?? "");
  const most = pairs
    .slice(0, MOST_PAIRS)
    .map(
      ({ one, other, audit_items: audits, labels }) =>
        `${named(one)} and ${named(other)} (${count(audits + labels, "labelled text")})`,
    );
  return most.length === 0 ? null : `Most confused so far: ${most.join(", ")}.`;
}

const MOST_PAIRS = 3;

/** Classes that no audit texts judge, and of which the model expects most mistakes; the weakest
 * first. */
export function suspects({ classes }: Quality): ClassQuality[] {
  const known = classes.filter(({ f1, expected_precision: own }) => f1 === null && own !== null);
  return known
    .toSorted((a, b) => a.expected_precision! - b.expected_precision!)
    .slice(0, Math.min(MOST_SUSPECTS, Math.floor(known.length / 2)));
}

const MOST_SUSPECTS = 8;

/** Whether a share is the smaller one, whatever its interval leaves open. */
const isBelow = (one: Share, other: Share): boolean => one.high < other.low;

/** Why the first class is the weakest, and what stands behind all figures. */
export function because(quality: Quality): string {
  const { classes, confusion, audit_labels: audits } = quality;
  const [weakest] = weakestFirst(classes);
  const rest = `From ${count(audits, "audit text")} that the model hasn't learnt from.`;
  if (!weakest || weakest.f1 === null)
    return [mostConfused(quality), rest].filter(Boolean).join(" ");
  const { recall, precision, mostly_taken_for: other } = weakest;
  const named = (id: number | null) => classes.find(({ class_id }) => class_id === id)?.name;
  const [instead, really] = [named(other), named(mostlyNamedSo(weakest, confusion))];
  const taken =
    instead !== undefined
      ? ` It takes most of the others for ${spoken(instead)}.`
      : really !== undefined
        ? ` Most texts that it wrongly calls ${spoken(weakest.name)} are ${spoken(really)}.`
        : "";
  return `The model finds ${ranged(recall)} of its texts, and is right in ${ranged(precision)} where it names it.${taken} ${rest}`;
}

/** The class of more than half of the texts that are wrongly taken for this one. */
function mostlyNamedSo(
  { class_id: id }: ClassQuality,
  confusion: Quality["confusion"],
): number | null {
  const wrong = confusion.filter(({ truth, predicted }) => predicted === id && truth !== id);
  const all = wrong.reduce((sum, { items }) => sum + items, 0);
  return wrong.find(({ items }) => items > all / 2)?.truth ?? null;
}

/** "67 % (30–90)"; null with too few audit texts. */
export function ranged({ value, low, high }: Share): string | null {
  return value === null ? null : `${percent(value)} (${between(low, high)})`;
}

/** A cell of the table of mistakes, for who can't see where it stands. */
export const cellOf = (items: number, truth: string, predicted: string): string =>
  truth === predicted
    ? `${count(items, "audit text")} of ${spoken(truth)}, all taken for it`
    : `${count(items, "audit text")} of ${spoken(truth)}, taken for ${spoken(predicted)}`;

export const words = {
  title: "Quality",
  byClass: "By class",
  byClassAbout: (enough: number) =>
    `The weakest first, as far as it is known. Found: how many of its texts the model finds (recall). Right: how many of the texts that it calls so are (precision). Each figure needs ${figure(enough)} audit texts.`,
  showUnknown: (classes: number) =>
    `Show ${count(classes, "class", "classes")} with too few audit texts`,
  hideUnknown: "Hide classes with too few audit texts",
  class: "Class",
  labels: "Labels",
  audits: "Audit texts",
  found: "Found",
  right: "Right",
  tooFew: (items: number, enough: number) => `too few: ${figure(items)} of ${figure(enough)}`,
  groups: "Classes that it mixes up",
  groupsAbout:
    "Alone they have too few audit texts, together enough. Found: how many of their texts get their very class.",
  classes: "Classes",
  more: (classes: number) => `and ${figure(classes)} more`,
  suspects: "Classes to look at",
  suspectsAbout:
    "Where the model itself expects most mistakes. Nobody has checked it: it says where to look, not how good the model is.",
  expects: "It expects to be right in",
  mistakes: "What the model takes for what",
  mistakesAbout:
    "Rows are what a text is, columns what the model says. In the frames it is right. Each number opens its texts.",
  mostMistaken: (shown: number) => `The ${shown} classes with the most mistakes.`,
  scrolls: (columns: number) => `Scroll sideways to see all ${columns} columns →`,
  noMistakes: "Every audit text is predicted right.",
  noPairs: "A text may have several classes here, so no class is taken for another.",
  confidence: "How sure it is, and how right",
  confidenceAbout: (enough: number) =>
    `Where the model says 85–95 %, it should be right that often. Each line needs ${figure(enough)} audit texts.`,
  itSays: "It says",
  itIsRight: "It is right in",
  texts: "Audit texts",
  people: "What people mix up",
  peopleAbout: "Texts to which two people gave both classes. The model has no part in it.",
  seeAgreement: "Who agrees with whom",
  download: "Download the tables",
  tables: { classes: "By class", confusion: "Mistakes", confidence: "Confidence" },
  fileOf: (table: string, format: string) => `${table}, ${format}`,
} as const;
