import { expect, test } from "vitest";
import { curveOf, pointOf } from "@/components/chart/examples";
import { figureOf, formOf } from "./model";

const plain = (words: string | null) => words?.replaceAll("\u00a0", " ") ?? null;
const model = {
  ...{ round: 7, labels: 212, estimate: 0.85, low: 0.77, high: 0.91, macro_f1: null },
  ...{ size: 1_000, made_at: "2026-01-01T00:00:00Z", has_graph: true },
  ...({ form: "as_it_is", differs: 0, fast: null } as const),
} as Parameters<typeof figureOf>[0];
const curve = curveOf([pointOf({ round: 7, estimate: 0.87, low: 0.81, high: 0.92 })]);

test("a model has the figure of its round, in the words of the overview", () => {
  expect(plain(figureOf(model, curve))).toBe("87 % accurate (81–92).");
  expect(plain(figureOf({ ...model, round: 6 }, curve))).toBe("85 % (77–91) right.");
});

test("a simplified copy says its own beside it", () => {
  expect(formOf(model)).toBeNull();
  expect(plain(formOf({ ...model, differs: 0.004 }))).toBe(
    "The zip holds a simplified copy, which differs on 0.4 % of texts. By itself it is 85 % (77–91) right.",
  );
});
