import { expect, test } from "vitest";
import type { Project } from "@/api/queries";
import { warning } from "@/words/project/overview/warning";
import { encoderName, inBrief, running, type Running, undone } from "@/words/project/work/work";
import type { Reason } from "@/words/terms/reasons";
import { balance, facts } from "./balance";
import { jobOf, kindOf, reasonOf, statsOf } from "@/components/chart/examples";
import { curveStamp, type Import } from "@/api/project";

const NOW = Date.parse("2026-01-01T00:01:00Z");

test("a job says how far it is and how long it takes, by the pace of its last slices", () => {
  const of = (part: Parameters<typeof jobOf>[0]) =>
    running([jobOf({ done: 1_200, total: 5_000, ...part })], [kindOf("embed")], NOW)[0];
  const detail = (part: Parameters<typeof jobOf>[0]) => of(part)?.detail.replaceAll("\u00a0", " ");
  const moved = { started_at: "2026-01-01T00:00:59Z", advanced_at: "2026-01-01T00:00:58Z" };
  expect(of(moved)?.share).toBe(0.24);
  expect(detail({ ...moved, pace: 4.75 })).toBe("1,200 of 5,000 · about 13 min left");
  expect(detail({ ...moved, pace: 4.75, state: "queued" })).toContain("about 13 min left");
  expect(detail({ ...moved, done: 4_999, pace: 4.75 })).toBe("4,999 of 5,000 · almost done");
  expect(detail(moved)).toBe("1,200 of 5,000");
  expect(detail({ ...moved, done: 5_000 })).toBe("5,000 of 5,000 · finishing");
});

test("what doesn't move says so, and for how long", () => {
  const started_at = "2025-12-31T23:50:00Z";
  const moved = { done: 7, total: 9, started_at, advanced_at: "2025-12-31T23:58:00Z", pace: 4 };
  const detail = (part: Parameters<typeof jobOf>[0]) =>
    running([jobOf({ ...moved, ...part })], [kindOf("embed")], NOW)[0]?.detail.replaceAll(
      "\u00a0",
      " ",
    );
  expect(detail({})).toMatch(/^7 of 9 · stalled: nothing has moved for 3 min\. .* End it and/);
  expect(detail({ pace: 0.01 })).toBe("7 of 9 · about 3 min left");
  expect(detail({ pace: null })).toBe("7 of 9");
  expect(detail({ pace: null, advanced_at: null })).toContain("stalled");
  expect(detail({ state: "queued" })).toBe("7 of 9 · waiting for its next turn for 3 min");
  const waiting = { state: "queued", attempts: 0, started_at: null, advanced_at: null } as const;
  const lately = "2026-01-01T00:00:30Z";
  expect(detail({ ...waiting, created_at: lately })).toBe("waiting for a worker");
  expect(detail({ ...waiting, created_at: started_at })).toBe("waiting for a worker for 11 min");
});

test("what waits for others says its place in line, and about how long", () => {
  const waits = { state: "queued", attempts: 0, place: 2, starts_in: 170 } as const;
  const detail = (part: Parameters<typeof jobOf>[0]) =>
    running([jobOf({ ...waits, ...part })], [kindOf("embed")], NOW)[0]?.detail.replaceAll(
      "\u00a0",
      " ",
    );
  expect(detail({})).toBe("2nd in line, about 3 min");
  expect(detail({ place: 13, starts_in: null })).toBe("13th in line");
  const begun = { attempts: 1, done: 7, total: 9 };
  expect(detail(begun)).toBe("7 of 9 · 2nd in line, about 3 min");
});

test("jobs for one encoder get on together, at the pace of those that move", () => {
  const of = (id: number, part: Parameters<typeof jobOf>[0]) =>
    jobOf({ id, encoder: "small", done: 40, total: 100, started_at: null, ...part });
  const moving = { advanced_at: "2026-01-01T00:00:55Z", pace: 0.5 };
  const long = { advanced_at: "2025-12-31T23:00:00Z", pace: 0.5 };
  const jobs = [of(1, moving), of(2, long), of(3, { state: "queued", attempts: 0 })];
  const [shown] = running(jobs, [kindOf("embed")], NOW);
  expect(shown?.detail.replaceAll("\u00a0", " ")).toBe("120 of 300 · about 6 min left");
});

test("jobs by encoder are one line each, named where there are several", () => {
  const of = (id: number, encoder: string, done: number, state: "running" | "queued") =>
    jobOf({ id, encoder, done, total: 100, state });
  const jobs = [of(1, "small", 40, "running"), of(2, "small", 0, "queued")];
  const shown = (more: typeof jobs) =>
    running([...jobs, ...more], [kindOf("embed")], NOW).map(({ ids, words, share }) => [
      ids.length,
      words,
      share,
    ]);
  expect(shown([])).toEqual([[2, "What embed does", 0.2]]);
  expect(shown([of(3, "words", 10, "running")])).toEqual([
    [2, "What embed does: small", 0.2],
    [1, "What embed does: words", 0.1],
  ]);
});

test("texts that are prepared are one share, whatever reads them, and nobody waits for it", () => {
  const started_at = "2026-01-01T00:00:59Z";
  const brief = (...jobs: ReturnType<typeof jobOf>[]) => {
    const shown = running(jobs, [kindOf("embed", { title: "Preparing texts" })], NOW);
    return inBrief(shown as [Running, ...Running[]]).replaceAll("\u00a0", " ");
  };
  const of = (done: number, part: Parameters<typeof jobOf>[0]) =>
    jobOf({ id: done, done, total: 5_381, encoder: "small", started_at, ...part });
  const words = of(5_381, { encoder: "words" });
  expect(brief(of(3_938, {}))).toBe("Preparing texts: 73 %. Labelling works meanwhile.");
  expect(brief(of(3_938, {}), words)).toBe("Preparing texts: 86 %. Labelling works meanwhile.");
  expect(brief(of(5_380, { pace: 4.75 }))).toContain("99 % · almost done. Labelling");
  const waits = { state: "queued", attempts: 0, place: 2, starts_in: 170 } as const;
  expect(brief(of(0, waits))).toBe(
    "Preparing texts: 0 % · 2nd in line, about 3 min. Labelling works meanwhile.",
  );
});

test("an encoder is named in words, and its model as it is", () => {
  expect(encoderName("sentence_transformer")).toBe("sentence transformer");
  expect(encoderName("sentence_transformer:me/a_model:1")).toBe(
    "sentence transformer: me/a_model:1",
  );
});

test("rounds that pass in a moment don't flicker by, and those that don't are shown", () => {
  const young = jobOf({ id: 2, kind: "rank", created_at: "2026-01-01T00:00:59.5Z" });
  const old = jobOf({ kind: "measure", created_at: "2026-01-01T00:00:50Z" });
  const kinds = [kindOf("rank", { is_brief: true }), kindOf("measure", { is_brief: true })];
  expect(running([young, old], kinds, NOW).map(({ words }) => words)).toEqual([
    "What measure does",
  ]);
});

test("a job that has to come to its end offers no way to end it", () => {
  const shown = (must_end: string | null) =>
    running([jobOf({ kind: "withdraw" })], [kindOf("withdraw", { must_end })], NOW)[0]?.whenEnded;
  expect(shown("It must.")).toBeNull();
  expect(shown(null)).toBe("It stops.");
});

const plainSpaces = (text: string | null | undefined) => text?.replaceAll("\u00a0", " ") ?? null;

test("classes are ordered by labels; rare ones are marked once there are labels enough", () => {
  const of = (id: number, labels: number, audit_correct: number, audit_total: number) => ({
    id,
    name: `c${id}`,
    labels,
    audit_correct,
    audit_total,
    predicted: null,
    recall: audit_correct / audit_total,
    low: 0.5,
    high: 0.97,
    audit_predicted: id === 3 ? 10 : 4,
    precision: 0.75,
    precision_low: 0.4,
    precision_high: 0.93,
    found: id === 1 ? 8 : 0,
    looked: id === 1 ? 60 : 0,
    share_high: id === 1 ? 0.0291 : 0.8,
  });
  const found = balance([of(1, 2, 0, 1), of(2, 60, 9, 10)], 11, 10);
  expect(found.map(({ id }) => id)).toEqual([2, 1]);
  expect(found.map(({ rare }) => rare)).toEqual([false, true]);
  expect(found.map(({ audit }) => audit?.replaceAll("\u00a0", " ") ?? null)).toEqual([
    "90 % found (50–97)",
    null,
  ]);
  const met = balance([of(1, 2, 0, 0), of(2, 60, 9, 100)], 80, 10).map((one) =>
    plainSpaces(one.met),
  );
  expect(met).toEqual([
    null,
    "8 found in 60 texts seen; 0 of 80 random texts were c1, so at most 3 % are",
  ]);
  expect(plainSpaces(found[1]?.met)).toBe(
    "8 found in 60 texts seen; 1 of 11 random texts was c1, so at most 3 % are",
  );
  expect(balance([of(3, 9, 9, 10)], 10, 10)[0]?.audit?.replaceAll("\u00a0", " ")).toBe(
    "90 % found (50–97), right in 75 % (40–93)",
  );
  const few = balance([of(3, 9, 9, 9)], 50, 10)[0]!;
  expect([few.audit, few.met, plainSpaces(few.lacks)]).toEqual([
    null,
    null,
    "Accuracy after 1 more audit text",
  ]);
  expect(balance([of(1, 0, 0, 0), of(2, 3, 0, 0)], 0, 10).some(({ rare }) => rare)).toBe(false);
});

test("each fact of a class stands by itself", () => {
  const row = {
    id: 1,
    name: "c",
    labels: 2,
    share: 0.1,
    rare: true,
    predicted: 40,
    lacks: "9 of 10",
  };
  const met = "8 found in 60 looks";
  expect(facts({ ...row, audit: null, met }, true)).toEqual([met, "about 40 by the model"]);
  expect(facts({ ...row, audit: null, met: null, rare: false }, true)).toEqual(["9 of 10"]);
  expect(facts({ ...row, audit: null, met: null, predicted: null }, false)).toEqual([]);
});

test("the curve is read again when something that it depends on has changed", () => {
  const before = statsOf({ labels: 5 });
  expect(curveStamp(statsOf({ labels: 5, handed_out: 9 }))).toBe(curveStamp(before));
  expect(curveStamp(statsOf({ labels: 6 }))).not.toBe(curveStamp(before));
  expect(curveStamp(statsOf({ labels: 5, jobs: [jobOf({ kind: "measure" })] }))).not.toBe(
    curveStamp(before),
  );
});

const active = { state: "active", paused_reason: null } as Project;
const read = { file_name: "a.csv", state: "ready", received: 10, error: null };
const imported = { ...read, rejected: 0, warnings: [] as Import["warnings"] } as Import;

test("one warning at a time, the gravest first", () => {
  const warned = (project: Project, stats: Parameters<typeof warning>[1], imports: Import[]) =>
    warning(project, stats, imports, false)?.words ?? null;
  const failed = { ...imported, state: "failed", error: "No column 'text'." } as Import;
  const partly = { ...imported, rejected: 1 };
  const preparing = statsOf({ encoder: { name: "x", state: "preparing", done: 0, total: 9 } });
  const paused = { ...active, state: "paused", paused_reason: "Guidelines change." } as Project;
  const archived = { ...active, state: "archived" } as Project;
  expect(warned(archived, statsOf({ items: 0 }), [failed])).toContain("This project is archived");
  expect(warned(paused, statsOf({ items: 0 }), [failed])).toContain("No column 'text'.");
  expect(warned(paused, preparing, [partly])).toContain("Guidelines change.");
  expect(warned(active, preparing, [partly])).toContain("encoder x");
  const reached = { light: "green", level: 0.9, target: 0.9, reached_at_labels: 300 } as const;
  const enough = statsOf({ stop: { ...reached, reasons: [reasonOf("target_reached")] } });
  expect(warned(paused, enough, [])).toContain("Guidelines change.");
  expect(warned(active, enough, [partly])).toContain("Enough for 90\u00a0%. Labelling goes on");
  const undone = [jobOf({ kind: "rank", state: "failed" })];
  expect(warned(active, { ...preparing, undone }, [])).toContain("encoder x");
  expect(warned(active, { ...enough, undone }, [partly])).toContain(
    "A job failed. See “Work” below",
  );
  expect(warned(active, statsOf(), [partly])).toContain("was left out");
  const doubtful = { ...imported, warnings: [{ line: 3, detail: "long" }] };
  expect(warned(active, statsOf(), [doubtful, partly])).toContain("was left out");
  expect(warned(active, statsOf(), [doubtful])).toContain("1\u00a0warning");
  expect(warned(active, statsOf(), [imported])).toBeNull();
});

test("chosen texts that teach less than random ones are said, with why", () => {
  const guard = { tripped: true, since_labels: 120, random_share: 0.5, reason: null };
  const said = (part: { tripped?: boolean; reason?: Reason }) =>
    warning(active, statsOf({ guard: { ...guard, ...part } }), [], false)?.words.replaceAll(
      "\u00a0",
      " ",
    ) ?? null;
  expect(said({})).toBe(
    "Chosen texts teach the model less than random ones would. Half of the texts are now drawn at random.",
  );
  const reason = reasonOf("chosen_teach_less");
  reason.detail = "58 % of the audit texts are predicted right after 36 chosen texts.";
  expect(said({ reason })).toContain("58 % of the audit texts are predicted right after 36");
  expect(said({ tripped: false, reason: reasonOf("guard_waits") })).toBeNull();
});

test("vectors that were not made are said with the reason and what that comes to", () => {
  const failed = jobOf({ state: "failed", done: 0, total: 1_200, error: "Failed 3 times." });
  const kinds = [kindOf("embed"), kindOf("rank", { when_ended: "It stays." })];
  const said = (...jobs: Parameters<typeof jobOf>[0][]) =>
    undone(jobs.map(jobOf), kinds).map(({ detail }) => detail.replaceAll("\u00a0", " "));
  expect(said()).toEqual([]);
  expect(said(failed, { ...failed, id: 2 }, { kind: "rank", error: "It broke." })).toEqual([
    "2,400 texts have no vector and can only be drawn at random. Failed 3 times.",
    "It stays. It broke.",
  ]);
  expect(said({ state: "cancelled", done: 0, total: 1 })[0]).toContain("It was cancelled.");
});
