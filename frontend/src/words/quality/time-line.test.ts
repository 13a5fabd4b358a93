import { expect, test } from "vitest";
import { timeLine } from "./time-line";

const change = (id: number, name: string, value: string | number | null, by: string | null) => ({
  ...{ id, name, value, changed_by: by, labels: 12 },
  changed_at: `2026-05-0${id}T10:00:00Z`,
});

test("an encoder that came by itself is told from one that somebody added", () => {
  const settings = [
    change(1, "encoder", "small", "Ada"),
    change(2, "encoder_added", "tuned", null),
    change(3, "encoders_awaited", null, "Ada"),
    change(4, "encoder_added", "e5", "Ada"),
  ];
  const events = timeLine([], settings, {
    points: [],
    metric: "accuracy",
  } as unknown as Parameters<typeof timeLine>[2]);
  expect(events.map(({ what }) => what.replace(/\s/g, " "))).toEqual([
    "The encoder e5 was added by Ada, at 12 labels.",
    "The encoder tuned was added by itself, at 12 labels: a worker has it now.",
    "Project opened by Ada.",
  ]);
});

test("a target is read as percent, as in its field", () => {
  const settings = [change(1, "encoder", "small", "Ada"), change(2, "target", 0.85, "Ada")];
  const [latest] = timeLine([], settings, {
    points: [],
    metric: "accuracy",
  } as unknown as Parameters<typeof timeLine>[2]);
  expect(latest?.what.replace(/\s/g, " ")).toBe("Target set to “85 %” by Ada, at 12 labels.");
});
