import type { Feature } from "@/api/features";
import type { Project } from "@/api/queries";
import type { Schema } from "@/api/client";
import { METRICS } from "@/words/terms/metrics";
import { amount, bytes, count, duration, energy as wattHours, figure, mass } from "@/words/figures";
import type { Reason } from "@/words/terms/reasons";

export type Bill = Schema<"Bill">;

const NBSP = "\u00a0";

/** What it cost: people's time as the figure, money and computing in the sentence. */
export function inShort({ people, compute, budget, currency }: Bill): {
  figure: string;
  sentence: string;
} {
  const computing = `${duration(compute.cpu_seconds)} of computing`;
  if (people.labels === 0 && people.active_seconds === 0) {
    const sentence =
      compute.jobs === 0
        ? "Nobody has labelled, and nothing has been computed."
        : `Nobody has labelled yet. Preparing the texts took ${computing}.`;
    return { figure: "Nothing yet", sentence };
  }
  const timed = people.active_seconds > 0;
  const cost =
    people.cost.value === null ? "" : ` at a cost of ${amount(people.cost.value, currency)}`;
  const given = `so far, for ${count(people.labels, "label")}`;
  return {
    figure: timed ? duration(people.active_seconds) : count(people.labels, "label"),
    sentence: `${timed ? `People's time ${given}` : `Given by ${givers(people)} so far`}${cost}, ${computing}.${measuredLess(budget)}`,
  };
}

/** Labels between two points of a curve that nobody finds coarse. */
const FINE = 10;

/** That measuring is dear here, so that nobody wonders at a curve with few points. */
function measuredLess({ measuring }: Bill["budget"]): string {
  const { labels = 0 } = measuring.reason?.figures ?? {};
  return labels <= FINE ? "" : " Accuracy is updated when people pause.";
}

/** Why a figure of the bill isn't there, in the page's words. */
const UNKNOWN: Partial<Record<Reason["code"], (figures: Reason["figures"]) => string>> = {
  no_price: () => "no price is set",
  no_time: () => "known after the first answers",
  no_labels: () => "known after the first labels",
  few_figures: ({ figures = 0, needed = 2 }) => `${figures} of the ${needed} measurements needed`,
  quality_did_not_rise: () => "accuracy has not risen yet",
  gpu_watts_unknown: () => "GPU power is not set (POSTIL_GPU_WATTS)",
};

function unknown(reason: Reason | null): string {
  if (reason === null) return "not known";
  return UNKNOWN[reason.code]?.(reason.figures) ?? "too early to say";
}

/** The lines of the bill that are not of kinds of work. */
export function lines(
  bill: Bill,
  project: Pick<Project, "lacks" | "metric">,
): [name: string, words: string][] {
  const { people, compute, stored, energy } = bill;
  const money = ({ value, reason }: Bill["cost_per_label"]) =>
    value === null ? unknown(reason) : amount(value, bill.currency);
  const of = (feature: Feature, line: [string, string]) =>
    project.lacks.includes(feature) ? [] : [line];
  return [
    ["People", byPeople(people)],
    ["Money", money(people.cost)],
    ["Cost per label", money(bill.cost_per_label)],
    [`Cost per point of ${METRICS[project.metric].quality}`, money(bill.cost_per_point)],
    ...of("against_random", ["With random sampling", withRandom(bill)]),
    ["Computing", `${duration(compute.cpu_seconds)}${onGpus(compute.gpu_seconds)}`],
    ["Measuring", spent(bill.budget.measuring)],
    ["Stored vectors", bytes(stored.vector_bytes)],
    ["Files received", bytes(stored.uploaded_bytes)],
    ["Energy", energy.watt_hours ? wattHours(energy.watt_hours) : unknown(energy.reason)],
    ["CO₂e", energy.co2e_grams ? mass(energy.co2e_grams) : unknown(energy.reason)],
  ];
}

function spent({ cpu_seconds, seconds_per_label, put_off }: Bill["budget"]["measuring"]): string {
  const rate = figure(seconds_per_label);
  const waited = put_off > 0 ? `; postponed ${count(put_off, "time")}` : "";
  const used = cpu_seconds > 0 ? duration(cpu_seconds) : "nothing yet";
  return `${used}, at most ${rate}${NBSP}s per label${waited}`;
}

/** Who gave labels: counted where programs did too. */
const givers = ({ people, programs }: Bill["people"]): string =>
  programs > 0 ? `${count(people, "person", "people")}, ${count(programs, "program")}` : "people";

function byPeople(bill: Bill["people"]): string {
  const labels = count(bill.labels, "label");
  const given = bill.programs > 0 ? `${labels} (${givers(bill)})` : labels;
  return bill.active_seconds > 0 ? `${duration(bill.active_seconds)}, ${given}` : given;
}

function withRandom({ random, currency }: Bill): string {
  const { lower, estimate: likely, reason } = random;
  if (lower === null || likely === null) return unknown(reason);
  return `${amount(likely, currency)} (${amount(lower, currency)} or more)`;
}

const onGpus = (seconds: number): string =>
  seconds > 0 ? `, and ${duration(seconds)} on GPUs` : "";

/** How energy came about, so that nobody takes an estimate for a measurement. */
export function howEstimated(energy: Bill["energy"]): string {
  const { core_watts, gpu_watts, carbon_intensity, metered_share } = energy;
  const gpu = gpu_watts === null ? "" : ` and ${gpu_watts}${NBSP}W per GPU`;
  const share = Math.round(100 * metered_share);
  const counted =
    share > 0
      ? `${share}${NBSP}% of the CPU time was metered by the machine (±${NBSP}15${NBSP}%). ` +
        "The rest is estimated"
      : "Energy is estimated";
  return (
    `${counted} from computing time at ${core_watts}${NBSP}W per core${gpu} ` +
    `(±${NBSP}40${NBSP}%). CO₂e is ${carbon_intensity}${NBSP}g per kWh. People's devices and the ` +
    "rest of the service are not included."
  );
}
