import type { Curve } from "@/api/queries";
import type { Bill } from "@/words/project/overview/bill";
import type { Reason } from "@/words/terms/reasons";
import type { Point } from "./curve-data";
import type { Job, JobKind, Stats } from "@/api/project";

type Forecast = NonNullable<Curve["forecast"]>;

/** Answers of the service for tests: whole, and as dull as can be where a test says nothing. */
export function pointOf(part: Partial<Point> = {}): Point {
  return {
    round: 1,
    labels: 100,
    audit_labels: 30,
    annotator_seconds: 300,
    compute_seconds: 2,
    cost: null,
    watt_hours: null,
    estimate: 0.8,
    low: 0.7,
    high: 0.9,
    estimator: "assisted@1",
    macro_f1: 0.75,
    evaluation: null,
    strategy: "auto@1:cluster_margin@1",
    provisional: false,
    ...part,
  };
}

export function curveOf(points: Point[], part: Partial<Curve> = {}): Curve {
  return {
    metric: "accuracy",
    currency: "EUR",
    level: 0.95,
    points,
    of_sets: null,
    unread_views: [],
    random: { points: [] },
    labels_saved: null,
    guard: null,
    enough_audit_items: { estimate: 20, labels_saved: 30, class_figures: 10 },
    labels_to_first_estimate: null,
    target: null,
    stop: null,
    forecast: null,
    forecast_reason: null,
    reasons: [],
    ...part,
  };
}

export function forecastOf(part: Partial<Forecast> = {}): Forecast {
  return {
    target: 0.9,
    level: 0.85,
    labels: { low: 160, estimate: 230, high: 340 },
    more_labels: { low: 60, estimate: 130, high: 240 },
    seconds: null,
    cost: null,
    date: null,
    reached: 0.1,
    within: 0.9,
    cone: [],
    reasons: [],
    ...part,
  };
}

export function reasonOf(code: Reason["code"], figures: Reason["figures"] = {}): Reason {
  return { code, detail: "What the service says.", figures };
}

export function statsOf(part: Partial<Stats> = {}): Stats {
  const nobody = {
    ...{ answers: 0, labels_set: 0, today: 0 },
    ...{ per_minute: 0, median_seconds: null, last_seen: null },
    ...{ is_program: false, beside_people: null },
  };
  return {
    items: 1_000,
    embedded: 1_000,
    labels: 0,
    audit_labels: 0,
    handed_out: 0,
    ran_dry: 0,
    annotator_seconds: 0,
    cost: null,
    evaluation: null,
    guard: null,
    suggestions: [],
    second_answers: null,
    tuning: null,
    target: null,
    stop: null,
    next_round: 1,
    encoder: { name: "hashing", state: "ready", done: 1_000, total: 1_000 },
    mine: { user_id: 1, name: null, ...nobody },
    people: [],
    classes: [],
    jobs: [],
    undone: [],
    last_round: null,
    ...part,
  };
}

const spending = (seconds_per_label: number) => ({
  seconds_per_label,
  cpu_seconds: 0,
  put_off: 0,
  reason: null,
});

export function billOf(part: Partial<Bill> = {}): Bill {
  const unpriced = { value: null, reason: reasonOf("no_price") };
  return {
    currency: "EUR",
    people: { active_seconds: 0, labels: 0, cost: unpriced, people: 0, programs: 0 },
    compute: { jobs: 0, cpu_seconds: 0, gpu_seconds: 0, kinds: [] },
    budget: { measuring: spending(0.2) },
    stored: { vector_bytes: 0, uploaded_bytes: 0 },
    energy: {
      watt_hours: { value: 0, low: 0, high: 0 },
      co2e_grams: { value: 0, low: 0, high: 0 },
      metered_share: 0,
      core_watts: 10,
      gpu_watts: null,
      carbon_intensity: 473,
      reason: null,
    },
    cost_per_label: unpriced,
    cost_per_point: unpriced,
    random: { lower: null, estimate: null, reason: reasonOf("not_measured") },
    ...part,
  };
}

export function jobOf(part: Partial<Job> = {}): Job {
  return {
    id: 1,
    kind: "embed",
    encoder: null,
    project_id: 1,
    state: "running",
    done: 0,
    total: null,
    pace: null,
    advanced_at: null,
    place: null,
    starts_in: null,
    attempts: 1,
    cpu_seconds: 0,
    gpu_seconds: 0,
    peak_bytes: 0,
    error: null,
    created_at: "2026-01-01T00:00:00Z",
    started_at: null,
    finished_at: null,
    ...part,
  };
}

export function kindOf(name: string, part: Partial<JobKind> = {}): JobKind {
  return {
    name,
    title: `What ${name} does`,
    when_ended: "It stops.",
    must_end: null,
    comes_back: null,
    is_brief: false,
    unit: "item",
    ...part,
  };
}
