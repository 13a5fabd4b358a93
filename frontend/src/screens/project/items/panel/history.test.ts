import { expect, test } from "vitest";
import type { ItemDetail } from "@/api/items";
import { history } from "./history";

type Given = ItemDetail["history"][number];
const answer = (id: string, part: Partial<Given>): Given => ({
  ...{ id, annotator: "Ann", label: "a", live: true, late: false, unasked: false },
  ...{ received_at: "2026-11-01T10:00:00Z", retracted_at: null, set_aside_at: null, source: null },
  ...part,
});

test("answers and decisions stand in one line of time, the latest first", () => {
  const told = history({
    history: [
      answer("1", { live: false, received_at: "2026-11-01T09:00:00Z" }),
      answer("2", {}),
      answer("3", { received_at: "2026-11-03T10:00:00Z", retracted_at: "x", live: false }),
    ],
    decisions: [
      {
        ...{ batch: "4", decided_by: "Ben", label: "b", source: "search", live: true },
        ...{ created_at: "2026-11-02T10:00:00Z", undone_at: null },
      },
    ],
  });
  expect(told.map(({ id, what, past }) => [id, what, past])).toEqual([
    ["3", "taken back", true],
    ["4", "labelled in this list", false],
    ["2", "", false],
    ["1", "replaced", true],
  ]);
});

test("what is no plain answer is said", () => {
  const what = (part: Partial<Given>) => history({ history: [answer("1", part)], decisions: [] });
  expect(what({ late: true })[0]?.what).toBe("came late");
  expect(what({ unasked: true })[0]?.what).toBe("not asked for");
  expect(what({ source: "audit", late: true })[0]?.what).toBe("audit text, came late");
});

test("a decision that was undone is past", () => {
  const told = history({
    history: [],
    decisions: [
      {
        ...{ batch: "4", decided_by: "Ben", label: "b", source: "review", live: false },
        ...{ created_at: "2026-11-02T10:00:00Z", undone_at: "2026-11-02T11:00:00Z" },
      },
    ],
  });
  expect(told[0]).toMatchObject({ what: "decided in review, taken back", past: true });
});
