import { expect, test } from "vitest";
import type { JobKind } from "@/api/project";
import type { Project } from "@/api/queries";
import { jobOf, statsOf } from "@/components/chart/examples";
import { undone } from "./work";
import { warning } from "../overview/warning";

const kind: JobKind = {
  ...{ name: "rank", title: "Choose the next texts", when_ended: "Texts stay in their order." },
  ...{ comes_back: null, must_end: null, is_brief: true, unit: "item" },
};
const why = "No relay sends it to a worker. Start one: `postil relay`. It has been due for 3 min.";

test("a job that nobody takes says why, and isn't tried again", () => {
  const jobs = [
    jobOf({ id: 1, kind: "rank", state: "failed", error: "It broke." }),
    jobOf({ id: 2, kind: "rank", state: "queued", error: why }),
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
  expect(warning(project, stats, [], false)).toEqual({
    kind: "warn",
    words: `The machine's work stands still. ${why}`,
  });
});
