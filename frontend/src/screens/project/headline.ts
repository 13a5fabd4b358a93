import type { Curve } from "@/api/queries";
import type { Schema } from "@/api/client";
import { amount, between, count, duration, figure, percent } from "./figures";
import { figuresOf, whyNoneSaved, type Words } from "./reasons";

type Stats = Schema<"StatsResponse">;

/** From so many check texts on, how often they come can be told from how often they came. */
const SOME = 3;

/** What the project has reached, in one sentence; before there is a figure, how far that is. */
export function sentence(curve: Curve, stats: Stats): string {
  const last = curve.points.at(-1);
  if (last && last.estimate !== null)
    return `${percent(last.estimate)} accurate (${between(last.low, last.high)}) after ${count(last.labels, "label")}.`;
  if (stats.labels === 0) return "No labels yet.";
  const enough = curve.enough_audit_items.estimate;
  const answered = stats.audit_labels ?? 0;
  if (answered < enough) return `${figure(answered)} of ${count(enough, "check text")} answered.`;
  return `${count(answered, "check text")} answered.`;
}

/** When the first figure comes; null once it is there. */
function comes(curve: Curve, stats: Stats): string | null {
  if (curve.points.at(-1)?.estimate != null) return null;
  const enough = curve.enough_audit_items.estimate;
  const answered = stats.audit_labels ?? 0;
  if (answered >= enough) return "The first figure comes with the next measurement.";
  if (answered < SOME) return `How good a model is shows after ${enough} of them.`;
  const more = Math.ceil((stats.labels * (enough - answered)) / answered);
  return `How good a model is shows after about ${count(more, "more label")}.`;
}

/** What the figures rest on, what they saved, what is still to do and what they cost. */
export function remarks(curve: Curve, stats: Stats, testSet = false): string[] {
  if (stats.labels === 0) return [ready(stats)];
  const first = comes(curve, stats) ?? saved(curve, stats);
  return [first, onTestSet(curve, testSet), toTarget(curve), spent(stats)].filter(
    (line) => line !== null,
  );
}

/** The figure of the test set, or why there is none yet; null without a test set. */
function onTestSet({ points, reasons }: Curve, testSet: boolean): string | null {
  const measured = points.at(-1)?.evaluation;
  if (!measured) {
    const few = figuresOf(reasons, "few_evaluation_items");
    if (few)
      return `On your test set: ${figure(few.items ?? 0)} of the ${count(few.needed ?? 0, "text")} that a figure needs.`;
    return testSet ? "Your test set is measured with the next round." : null;
  }
  const { value, low, high, macro_f1, items } = measured;
  const f1 = macro_f1 === null ? "" : `, macro-F1 ${macro_f1.toFixed(2)}`;
  const apart = figuresOf(reasons, "evaluation_set_differs")
    ? " It differs from the pool by more than chance."
    : "";
  return `On your test set of ${count(items, "text")}: ${percent(value)} accurate (${between(low, high)})${f1}.${apart}`;
}

function ready({ items, jobs }: Stats): string {
  if (items > 0) return `${count(items, "text")} to label, alone or with others.`;
  const reading = jobs.some(({ kind }) => kind === "import");
  return reading
    ? "The file is being read."
    : "There are no texts to label. Add a file, under Data.";
}

function saved(curve: Curve, stats: Stats): string {
  if (curve.labels_saved) {
    const { lower, extrapolated } = curve.labels_saved;
    if (lower <= 0) return "No labels saved against random sampling that one can be sure of yet.";
    const how = extrapolated ? " (extrapolated)" : "";
    return `At least ${count(lower, "label")} saved against random sampling${how}.`;
  }
  const why = whyNoneSaved(curve.reasons);
  if (why) return `Too early to say what this saves against random sampling: ${why}.`;
  return `Based on ${count(stats.audit_labels ?? 0, "check text")}. What this saves against random sampling is not known yet.`;
}

/** How far it is to the target, and whether more is worth it, where that is known. */
function toTarget({ stop }: Curve): string | null {
  const known = (stop?.reasons ?? []).map(
    ({ code, figures }) => TO_TARGET[code]?.(figures) ?? null,
  );
  return known.filter((line) => line !== null).join(" ") || null;
}

const TO_TARGET: Words = {
  target_reached: ({ target = 0, labels = 0 }) =>
    `It has reached your target of ${target}\u00a0%: that was shown after ${count(labels, "label")}.`,
  target_near: ({ target = 0, next_look = 0 }) =>
    `It may have reached your target of ${target}\u00a0%: ${count(next_look, "check text")} may show it.`,
  no_more_looks: ({ target = 0 }) =>
    `It may have reached your target of ${target}\u00a0%, which can't be shown for certain any more.`,
  not_worth_more: ({ labels = 0 }) =>
    `The next ${count(labels, "label")} cost more than they can be worth.`,
};

function spent(stats: Stats): string | null {
  const seconds = stats.annotator_seconds ?? 0;
  if (seconds <= 0) return null;
  const time = `${capital(duration(seconds))} of people's time so far`;
  return stats.cost === null ? `${time}.` : `${time}, at a cost of ${amount(stats.cost)}.`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
