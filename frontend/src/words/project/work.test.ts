import { expect, test } from "vitest";
import type { Job, JobKind } from "@/api/project";
import type { Project } from "@/api/queries";
import { statsOf } from "@/components/chart/examples";
import { undone } from "./work";
import { warning } from "./warning";

const kind: JobKind = {
  ...{ name: "rank", title: "Choose the next texts", when_ended: "Texts stay in their order." },
  ...{ comes_back: null, must_end: null, is_brief: true, unit: "item" },
};
const why = "No relay sends it to a worker. Start one: `postil relay`. It has been due for 3 min.";

function jobOf(part: Partial<Job>): Job {
  return {
    ...{ id: 1, kind: "rank", encoder: null, project_id: 1, state: "failed", done: 0, total: null },
    ...{ pace: null, advanced_at: null, place: null, starts_in: null },
    ...{ attempts: 0, cpu_seconds: 0, gpu_seconds: 0 },
    ...{ peak_bytes: 0, error: null, created_at: "2030-01-01T12:00:00Z" },
    ...{ started_at: null, finished_at: null },
    ...part,
  };
}

test("a job that nobody takes says why, and isn't tried again", () => {
  const jobs = [
    jobOf({ id: 1, error: "It broke." }),
    jobOf({ id: 2, state: "queued", error: why }),
  ];
  expect(undone(jobs, [kind])).toEqual([
    {
      ids: [1],
      words: "Choose the next texts",
      detail: "Texts stay in their order. It broke.",
      canRetry: true,
    },
    { ids: [2], words: "Choose the next texts", detail: why, canRetry: false },
  ]);
});

test("work that stands still is the project's warning", () => {
  const stats = statsOf({ undone: [jobOf({ state: "queued", error: why })] });
  const project = { state: "active" } as Project;
  expect(warning(project, stats, [])).toEqual({
    kind: "warn",
    words: `The machine's work stands still. ${why}`,
  });
});
