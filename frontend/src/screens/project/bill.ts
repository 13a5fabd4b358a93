import type { Schema } from "@/api/client";
import { amount, count, duration } from "./figures";
import type { Reason } from "./reasons";

export type Bill = Schema<"BillResponse">;
type Band = Schema<"BandResponse">;
type Unit = readonly [size: number, name: string];

const NBSP = "\u00a0";
const ENERGY: readonly Unit[] = [[1_000, "kWh"], [1, "Wh"], [0.001, "mWh"]]; // prettier-ignore
const MASS: readonly Unit[] = [[1_000, "kg"], [1, "g"], [0.001, "mg"]]; // prettier-ignore
const BYTES: readonly Unit[] = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]]; // prettier-ignore
const rough = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

/** The largest of some units of which there is at least one; the smallest for less. */
function unitOf(value: number, units: readonly Unit[]): Unit {
  return units.find(([size]) => value >= size) ?? units[units.length - 1] ?? [1, ""];
}

/** An estimate with its band: "14 Wh (8.4–20)". */
function estimate({ value, low, high }: Band, units: readonly Unit[]): string {
  if (value === 0) return `0${NBSP}${unitOf(1, units)[1]}`;
  const [size, name] = unitOf(value, units);
  const [middle, from, to] = [value, low, high].map((one) => rough.format(one / size));
  return `${middle}${NBSP}${name} (${from}–${to})`;
}

/** 2,400,000 as "2.4 MB". */
export function bytes(value: number): string {
  const [size, name] = unitOf(value, BYTES);
  return `${rough.format(value / size)}${NBSP}${name}`;
}

/** What it cost in one line: people, money, computing, energy, as far as each is known. */
export function inShort({ people, compute, energy }: Bill): string {
  const computing = `${duration(compute.cpu_seconds)} of computing`;
  const used = energy.watt_hours && estimate(energy.watt_hours, ENERGY);
  if (people.labels === 0 && people.active_seconds === 0) {
    if (compute.jobs === 0) return "Nothing yet.";
    const words = [computing, used && `about ${used}`].filter(Boolean).join(", ");
    return `Nothing labelled yet. Preparing the texts took ${words}.`;
  }
  const time =
    people.active_seconds > 0
      ? `${duration(people.active_seconds)} of people`
      : count(people.labels, "label");
  const cost = people.cost.value === null ? null : amount(people.cost.value);
  return [time, cost, computing, used].filter(Boolean).join(" · ");
}

/** Why a figure of the bill isn't there, in the page's words. */
const UNKNOWN: Partial<Record<Reason["code"], (figures: Reason["figures"]) => string>> = {
  no_price: () => "no price is set",
  no_time: () => "known with the first answers",
  no_labels: () => "known with the first labels",
  few_figures: ({ figures = 0, needed = 2 }) =>
    `takes ${needed} figures of accuracy, there ${figures === 1 ? "is 1" : `are ${figures}`}`,
  quality_did_not_rise: () => "accuracy has not risen yet",
  gpu_watts_unknown: () => "the power of the GPU is not set",
};

function unknown(reason: Reason | null): string {
  if (reason === null) return "not known";
  return UNKNOWN[reason.code]?.(reason.figures) ?? "too early to say";
}

/** The lines of the bill that are not of kinds of work. */
export function lines(bill: Bill): [name: string, words: string][] {
  const { people, compute, stored, energy } = bill;
  const money = ({ value, reason }: Bill["cost_per_label"]) =>
    value === null ? unknown(reason) : amount(value);
  return [
    ["People", byPeople(people)],
    ["Money", money(people.cost)],
    ["A label", money(bill.cost_per_label)],
    ["A point of accuracy", money(bill.cost_per_point)],
    ["With random sampling", withRandom(bill.random)],
    ["Computing", `${duration(compute.cpu_seconds)}${onGpus(compute.gpu_seconds)}`],
    ["Stored vectors", bytes(stored.vector_bytes)],
    ["Files received", bytes(stored.uploaded_bytes)],
    ["Energy", energy.watt_hours ? estimate(energy.watt_hours, ENERGY) : unknown(energy.reason)],
    ["CO₂e", energy.co2e_grams ? estimate(energy.co2e_grams, MASS) : unknown(energy.reason)],
  ];
}

function byPeople({ active_seconds, labels }: Bill["people"]): string {
  const given = count(labels, "label");
  return active_seconds > 0 ? `${duration(active_seconds)}, ${given}` : given;
}

function withRandom({ lower, estimate: likely, reason }: Bill["random"]): string {
  if (lower === null || likely === null) return unknown(reason);
  return `${amount(likely)}, at least ${amount(lower)}`;
}

const onGpus = (seconds: number): string =>
  seconds > 0 ? `, and ${duration(seconds)} on GPUs` : "";

/** How energy came about, so that nobody takes it for a measurement. */
export function howEstimated({ core_watts, gpu_watts, carbon_intensity }: Bill["energy"]): string {
  const gpu = gpu_watts === null ? "" : `, ${gpu_watts}${NBSP}W a GPU`;
  return (
    `Energy is estimated from the seconds of computing, at ${core_watts}${NBSP}W a core${gpu} and ` +
    `${carbon_intensity}${NBSP}g CO₂e a kWh, ±${NBSP}40${NBSP}%. It is not measured, and neither ` +
    "the rest of the service nor people's devices are in it."
  );
}
