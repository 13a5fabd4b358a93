import type { Curve } from "@/api/queries";
import type { Schema } from "@/api/client";
import {
  amount,
  between,
  count,
  date,
  duration,
  figure,
  goal,
  percent,
  reached,
} from "@/words/figures";
import { METRICS, OF_SETS } from "@/words/terms/metrics";
import { figuresOf, unbroken } from "@/words/terms/reasons";
import { encoderName } from "../work/work";

type Stats = Schema<"Stats">;

/** A chance from which it goes without saying. */
const SURE = 0.95;

/** Why the figure moves from round to round, for who asks. */
export const WHY_IT_MOVES = {
  ask: "Why does this figure move?",
  say:
    "It is an estimate from the audit texts; the range shows what chance may do. " +
    "It changes when labels, texts or classes change, and when an encoder joins or has learnt. " +
    "With the same labels and encoders it stays the same.",
} as const;

/** What the project has reached, in one sentence; before there is a figure, how far that is. */
export function sentence(curve: Curve, stats: Stats): string {
  const last = curve.points.at(-1);
  if (last && last.estimate !== null)
    return `${reached(last.estimate, curve.target?.value ?? null)} ${METRICS[curve.metric].reached} (${between(last.low, last.high)}) after ${count(last.labels, "label")}.`;
  if (stats.labels === 0) return "No labels yet.";
  const enough = curve.enough_audit_items.estimate;
  const answered = stats.audit_labels ?? 0;
  if (answered >= enough)
    return `${count(answered, "audit text")} answered. The first figure comes with the next measurement.`;
  const more = curve.labels_to_first_estimate;
  const when = more ? ` First figure in about ${count(more, "label")}.` : "";
  return `${figure(answered)} of ${count(enough, "audit text")} answered.${when}`;
}

/** What the figure rests on, what is still to do, and the figure of the test set. */
export function remarks(curve: Curve, stats: Stats, testSet = false): string[] {
  if (stats.labels === 0) return [ready(stats), ...chosenFrom(stats)];
  return [
    restsOn(curve),
    ...chosenFrom(stats),
    ...unread(curve),
    ofSets(curve),
    toTarget(curve, stats),
    onTestSet(curve, testSet),
  ].filter((line) => line !== null);
}

function restsOn(curve: Curve): string {
  const last = curve.points.at(-1);
  const waits = curve.reasons.find(({ code }) => code === "not_measured");
  if (!last && waits) return unbroken(waits);
  if (!last || last.estimate === null)
    return "Audit texts are drawn at random. They show how good the model is.";
  return `Measured on ${count(last.audit_labels, "audit text")}, drawn at random.`;
}

/** That texts are chosen from a part, while an encoder reads the rest. */
function chosenFrom({ last_round: round, items }: Stats): string[] {
  const part = round?.chosen_from?.texts ?? items;
  if (part >= items) return [];
  return [
    `Texts are chosen from ${figure(part)} of ${figure(items)}, drawn at random, until every encoder has read the rest.`,
  ];
}

/** What the model of a figure has not read: it may rise when it does. */
function unread({ points, unread_views }: Curve): string[] {
  if (points.at(-1)?.estimate == null) return [];
  return unread_views.map(
    ({ encoder, share }) =>
      `Measured without ${encoderName(encoder)}. It covers ${percent(share)} of the texts so far.`,
  );
}

/** What the figure is, unless it is accuracy, and the others where a text may have several classes. */
function ofSets({ metric, of_sets: found, points }: Curve): string | null {
  if (!found) {
    const isPlain = metric === "accuracy" || points.at(-1)?.estimate == null;
    return isPlain ? null : METRICS[metric].means;
  }
  const others = OF_SETS.filter((other) => other !== metric).map((other) => {
    const { value, low, high } = found[other];
    return `${METRICS[other].name} ${percent(value)} (${between(low, high)})`;
  });
  return `${METRICS[metric].means} ${others.join(", ")}.`;
}

/** The figure of the test set, or why there is none yet; null without a test set. */
function onTestSet(curve: Curve, testSet: boolean): string | null {
  const { points, reasons, target } = curve;
  const measured = points.at(-1)?.evaluation;
  if (!measured) {
    const few = figuresOf(reasons, "few_evaluation_items");
    if (few)
      return `On your test set: ${figure(few.items ?? 0)} of the ${count(few.needed ?? 0, "labelled text")} needed.`;
    const both = figuresOf(reasons, "test_set_in_pool");
    if (both)
      return `On your test set: ${figure(both.items ?? 0)} of the ${count(both.needed ?? 0, "labelled text")} needed. Left out: ${count(both.in_pool ?? 0, "text")} that are also to label, from which the model may learn.`;
    return testSet ? "Your test set is measured with the next round." : null;
  }
  const { value, low, high, macro_f1, items } = measured;
  const f1 =
    macro_f1 === null || curve.metric === "macro_f1" ? "" : `, macro-F1 ${macro_f1.toFixed(2)}`;
  const apart = figuresOf(reasons, "evaluation_set_differs")
    ? " The test set differs from your other texts by more than chance."
    : "";
  return `On your test set of ${count(items, "text")}: ${reached(value, target?.value ?? null)} ${METRICS[curve.metric].reached} (${between(low, high)})${f1}.${apart}`;
}

function ready({ items, jobs }: Stats): string {
  if (items > 0) return `${count(items, "text")} to label, alone or with others.`;
  const reading = jobs.some(({ kind }) => kind === "import");
  return reading ? "The file is being read." : "No texts to label yet. Add a file under Data.";
}

/** From here on it is likelier that today's labels are enough than that they aren't. */
const EVEN = 0.5;

/** What the target still takes, or why nobody knows; null where there is nothing to say. */
function toTarget(curve: Curve, { stop }: Stats) {
  const { points, target, forecast, forecast_reason, currency } = curve;
  if (!target || points.at(-1)?.estimate == null || stop?.light === "green") return null;
  if (!forecast) return forecast_reason && unbroken(forecast_reason);
  const { more_labels: more, labels, seconds, cost, date: until, reached } = forecast;
  // Labels that came since it was made may be as many as it asked for.
  if (more.estimate === 0 && reached >= EVEN)
    return `${percent(reached)} likely that you have reached ${goal(target.value)}: the next measurement tells.`;
  if (more.estimate === 0)
    return `By the last forecast ${count(labels.estimate, "label")} reach ${goal(target.value)} (${figure(labels.low)}–${figure(labels.high)}). They are there: the next measurement tells.`;
  const takes = [
    seconds && `about ${duration(seconds.estimate)} of people's time`,
    cost && `a cost of ${amount(cost.estimate, currency)}`,
    until && `done by ${date(until.estimate)} at today's pace`,
  ].filter(Boolean);
  const rest = takes.length > 0 ? `: ${takes.join(", ")}` : "";
  const range = `(${figure(more.low)}–${figure(more.high)})`;
  const still = `${count(more.estimate, "more label")} ${range}`;
  const goes =
    reached >= EVEN
      ? `${percent(reached)} likely that you have reached ${goal(target.value)}. Otherwise about ${still}`
      : `About ${still} to your target of ${goal(target.value)}`;
  return `${goes}${rest}.${chance(forecast)}`;
}

/** How likely what a forecast supposes is: that the labels at its far end are enough. */
function chance({ within, cone }: NonNullable<Curve["forecast"]>): string {
  const last = cone.at(-1);
  if (!last || within >= SURE) return "";
  return ` (${percent(within)} chance that ${count(last.labels, "label")} in all are enough.)`;
}
