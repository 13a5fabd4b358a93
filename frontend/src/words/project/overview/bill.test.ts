import { expect, test } from "vitest";
import { howEstimated, inShort, lines } from "./bill";
import { billOf, reasonOf } from "@/components/chart/examples";

const plain = (words: string) => words.replaceAll("\u00a0", " ");
const wattHours = (value: number) => ({ value, low: 0.6 * value, high: 1.4 * value });
const energyOf = (value: number) => ({ ...billOf().energy, watt_hours: wattHours(value) });
const compute = { jobs: 9, cpu_seconds: 372, gpu_seconds: 0, kinds: [] };
const labelled = {
  active_seconds: 7_800,
  labels: 212,
  people: 1,
  programs: 0,
  cost: { value: 41, reason: null },
};

const line = (bill: ReturnType<typeof billOf>, name: string) =>
  plain(lines(bill, { lacks: [], metric: "accuracy" }).find(([one]) => one === name)?.[1] ?? "");

const short = (bill: ReturnType<typeof billOf>) => {
  const { figure, sentence } = inShort(bill);
  return [figure, sentence].map(plain);
};

test("people's time is the figure; money and computing are the sentence, and energy is left to the details", () => {
  expect(short(billOf({ people: labelled, compute, energy: energyOf(14) }))).toEqual([
    "2 h 10 min",
    "People's time so far, for 212 labels at a cost of €41.00, 6 min of computing.",
  ]);
});

test("that measuring waits for labels is said in a line", () => {
  const reason = reasonOf("measurements_put_off", { rounds: 14, seconds: 12.4, labels: 62 });
  const measuring = { seconds_per_label: 0.2, cpu_seconds: 60, put_off: 14, reason };
  const bill = billOf({ people: labelled, compute, budget: { ...billOf().budget, measuring } });
  expect(short(bill)[1]).toMatch(/computing\. Accuracy is updated when people pause\.$/);
  expect(line(bill, "Measuring")).toBe("60 s, at most 0.2 s per label; postponed 14 times");
  reason.figures.labels = 10;
  expect(short(bill)[1]).not.toContain("Accuracy is updated");
});

test("what isn't known is left out of it", () => {
  const people = { ...labelled, active_seconds: 0, cost: billOf().people.cost };
  const energy = { ...billOf().energy, watt_hours: null, co2e_grams: null };
  expect(short(billOf({ people, compute, energy }))).toEqual([
    "212 labels",
    "Given by people so far, 6 min of computing.",
  ]);
});

test("before anything is labelled it says what preparing took", () => {
  expect(short(billOf())[0]).toBe("Nothing yet");
  expect(short(billOf({ compute, energy: energyOf(0.0123) }))[1]).toBe(
    "Nobody has labelled yet. Preparing the texts took 6 min of computing.",
  );
});

test("a figure that isn't there says why", () => {
  const bill = billOf({
    cost_per_label: { value: null, reason: reasonOf("no_labels") },
    cost_per_point: { value: null, reason: reasonOf("few_figures", { figures: 1, needed: 2 }) },
  });
  expect(line(bill, "Money")).toBe("no price is set");
  expect(line(bill, "Cost per label")).toBe("known after the first labels");
  expect(line(bill, "Cost per point of accuracy")).toBe("1 of the 2 measurements needed");
  expect(line(bill, "With random sampling")).toBe("too early to say");
  const energy = {
    ...bill.energy,
    ...{ watt_hours: null, co2e_grams: null, reason: reasonOf("gpu_watts_unknown") },
  };
  expect(line(billOf({ energy }), "CO₂e")).toBe("GPU power is not set (POSTIL_GPU_WATTS)");
});

test("time that no answer told is not said to be none", () => {
  expect(line(billOf({ people: labelled }), "People")).toBe("2 h 10 min, 212 labels");
  expect(line(billOf({ people: { ...labelled, active_seconds: 0 } }), "People")).toBe("212 labels");
});

test("programs are counted apart from people", () => {
  const people = { ...labelled, people: 2, programs: 1 };
  expect(line(billOf({ people }), "People")).toBe("2 h 10 min, 212 labels (2 people, 1 program)");
  expect(short(billOf({ people: { ...people, active_seconds: 0 }, compute }))[1]).toContain(
    "Given by 2 people, 1 program so far",
  );
});

test("random sampling that might have done as well is said as plainly", () => {
  const bill = billOf({ random: { lower: 25, estimate: 40, reason: null } });
  expect(line(bill, "With random sampling")).toBe("€40.00 (€25.00 or more)");
});

test("seconds on GPUs and large amounts have their units", () => {
  const bill = billOf({ compute: { ...compute, gpu_seconds: 90 }, energy: energyOf(2_500) });
  expect(line(bill, "Computing")).toBe("6 min, and 2 min on GPUs");
  expect(line(bill, "Energy")).toBe("2.5 kWh (1.5–3.5)");
});

test("energy says how far it is an estimate", () => {
  const estimated = plain(howEstimated(billOf().energy));
  expect(estimated).toContain("Energy is estimated from computing time at 10 W per core (±");
  expect(estimated).toContain("473 g per kWh");
  const counted = plain(howEstimated({ ...billOf().energy, metered_share: 0.8 }));
  expect(counted).toContain("80 % of the CPU time was metered by the machine");
  expect(plain(howEstimated({ ...billOf().energy, gpu_watts: 300 }))).toContain("300 W per GPU");
});
