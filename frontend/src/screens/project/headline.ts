import type { Curve } from "@/api/queries";
import type { Schema } from "@/api/client";
import { amount, between, count, duration, figure, percent } from "./figures";

type Stats = Schema<"Stats">;

/** From so many audit items on, a figure is worth saying and a line is worth drawing. */
export const ENOUGH_AUDIT = 20;
/** How the service begins the reason why random sampling can't be compared with. */
const WHY_NO_BASELINE = "random sampling: ";
/** What the service says of a test set that is too small, and of one unlike the pool. */
const TOO_FEW_TESTED = "evaluation items that a figure needs";
const APART = "the evaluation set differs";

/** What the project has reached, in one sentence. */
export function sentence(curve: Curve, stats: Stats): string {
  const last = curve.points.at(-1);
  if (stats.labels === 0) return "No labels yet.";
  if (!last || last.audit_labels === 0 || (last.low === 0 && last.high === 1))
    return `${count(stats.labels, "label")}; too early to say how good a model is.`;
  if (last.estimate === null || last.audit_labels < ENOUGH_AUDIT)
    return `Between ${figure(Math.round(last.low * 100))} and ${percent(last.high)} accurate after ${count(last.labels, "label")}.`;
  return `${percent(last.estimate)} accurate (${between(last.low, last.high)}) after ${count(last.labels, "label")}.`;
}

/** What the figures rest on, what they saved, what is still to do and what they cost. */
export function remarks(curve: Curve, stats: Stats, testSet = false): string[] {
  if (stats.labels === 0) return [ready(stats)];
  return [saved(curve, stats), onTestSet(curve, testSet), toTarget(curve), spent(stats)].filter(
    (line) => line !== null,
  );
}

/** The figure of the test set, or why there is none yet; null without a test set. */
function onTestSet({ points, reasons }: Curve, testSet: boolean): string | null {
  const figure = points.at(-1)?.evaluation;
  if (!figure) {
    const reason = reasons.find((one) => one.includes(TOO_FEW_TESTED));
    if (reason) return `On your test set: ${reason.replace("evaluation items", "texts")}.`;
    return testSet ? "Your test set is measured with the next round." : null;
  }
  const { value, low, high, macro_f1, items } = figure;
  const f1 = macro_f1 === null ? "" : `, macro-F1 ${macro_f1.toFixed(2)}`;
  const apart = reasons.some((one) => one.startsWith(APART)) ? " It differs from the pool by more than chance." : "";
  return `On your test set of ${count(items, "text")}: ${percent(value)} accurate (${between(low, high)})${f1}.${apart}`;
}

function ready({ items, jobs }: Stats): string {
  if (items > 0) return `${count(items, "text")} to label, alone or with others.`;
  const reading = jobs.some(({ kind }) => kind === "import");
  return reading ? "The file is being read." : "There are no texts to label. Add a file, under Data.";
}

function saved(curve: Curve, stats: Stats): string {
  const audits = stats.audit_labels ?? 0;
  if (audits < ENOUGH_AUDIT)
    return `Too early to say more: ${audits} of the ${ENOUGH_AUDIT} audit items that an estimate needs.`;
  if (curve.labels_saved) {
    const { lower, extrapolated } = curve.labels_saved;
    if (lower <= 0) return "No labels saved against random sampling that one can be sure of yet.";
    const how = extrapolated ? " (extrapolated)" : "";
    return `At least ${count(lower, "label")} saved against random sampling${how}.`;
  }
  const reason = curve.reasons.find((one) => one.startsWith(WHY_NO_BASELINE));
  if (reason)
    return `Too early to say what this saves against random sampling: ${reason.slice(WHY_NO_BASELINE.length)}.`;
  return `Based on ${figure(audits)} audit items. What this saves against random sampling is not known yet.`;
}

function toTarget(curve: Curve): string | null {
  const { target } = curve;
  const last = curve.points.at(-1);
  if (!target) return null;
  const goal = `your target of ${percent(target.value)}`;
  if (last && last.audit_labels >= ENOUGH_AUDIT && last.low >= target.value)
    return `It has reached ${goal}.`;
  if (last && last.estimate !== null && last.audit_labels >= ENOUGH_AUDIT && last.estimate >= target.value)
    return `The estimate is at ${goal}, but the interval still begins below it.`;
  if (target.labels_needed === null)
    return `How many more labels it takes to ${goal} is not known yet.`;
  const { low, high } = target;
  const range = low !== null && high !== null ? ` (${figure(low)}–${figure(high)})` : "";
  return `About ${figure(target.labels_needed)} more labels to ${goal}${range}.`;
}

function spent(stats: Stats): string | null {
  const seconds = stats.annotator_seconds ?? 0;
  if (seconds <= 0) return null;
  const time = `${capital(duration(seconds))} of people's time so far`;
  return stats.cost === null ? `${time}.` : `${time}, at a cost of ${amount(stats.cost)}.`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
