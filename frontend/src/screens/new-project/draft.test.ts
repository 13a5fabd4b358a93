import { expect, test } from "vitest";
import { ApiError, Unreachable } from "@/state/errors";
import type { Kind } from "@/state/answer-kinds";
import { inMemory } from "@/state/storage";
import { parseFigure } from "@/api/settings/setting-figures";
import { figureErrors, nameFromFile, projectBody } from "./body";
import { type Draft, dropDraft, EMPTY_DRAFT, loadDraft, metricOf, saveDraft } from "./draft";
import { placeOf } from "./send";

const draft: Draft = {
  ...EMPTY_DRAFT,
  name: "Tickets",
  target: "90 %",
  labels: { column: "kind", create: true, fold: true },
  pricePerHour: "17,50",
  classes: [
    { id: 1, key: "2", name: " Refund ", description: " money back " },
    { id: 4, key: "", name: "Other", description: "" },
    { id: 5, key: "", name: "  ", description: "" },
  ],
  settings: {
    ...EMPTY_DRAFT.settings,
    audits: "proof",
    strategy: "margin",
    figures: { value_per_point: "200" },
  },
};

test("a draft comes back as it was left, and is gone when dropped", () => {
  const device = inMemory();
  saveDraft(device, draft);
  const back = loadDraft(device);
  expect({ ...back, classes: [] }).toEqual({ ...draft, classes: [] });
  expect(back.classes.map(({ name, key }) => [name, key])).toEqual([
    [" Refund ", "2"],
    ["Other", ""],
    ["  ", ""],
  ]);
  dropDraft(device);
  expect(loadDraft(device)).toEqual(EMPTY_DRAFT);
});

test.each([
  "",
  "null",
  "[1]",
  "{",
  '{"classes": [3, null], "target": 5, "settings": null}',
  '{"settings": {"auditShare": "25", "audits": "many", "figures": {"overlap": 3}}}',
])("what an older page stored doesn't break this one: %s", (stored) => {
  const device = inMemory();
  device.write("postil.draft", stored);
  expect(loadDraft(device)).toMatchObject({ settings: EMPTY_DRAFT.settings });
});

test("the service gets shares for percents, and nothing where nothing was written", () => {
  expect(projectBody(draft, "single_label", " Tickets ")).toEqual({
    name: "Tickets",
    answer_kind: "single_label",
    metric: "accuracy",
    classes: [
      { name: "Refund", key: "2", description: "money back" },
      { name: "Other", key: null, description: "" },
    ],
    strategy: "margin",
    target: 0.9,
    price_per_hour: 17.5,
    audits: "proof",
    value_per_point: 200,
  });
});

test.each([
  ["90", 90],
  ["90 %", 90],
  ["17,5", 17.5],
  ["1.", 1],
  ["1,000", Number.NaN],
  ["-3", -3],
  ["many", Number.NaN],
])("%s is the figure %d", (typed, value) => {
  expect(parseFigure(typed)).toBe(value);
});

test("wrong figures are told by the field the service knows", () => {
  const wrong = {
    ...draft,
    target: "900",
    settings: { ...draft.settings, figures: { overlap: "1.5" } },
  };
  expect(figureErrors(wrong)).toEqual({
    target: "Enter a number between 1 and 99.9 %.",
    overlap: "Enter a whole number.",
  });
  expect(figureErrors(draft)).toEqual({});
});

test("a refusal goes to the step that it is about", () => {
  const of = (code: string, field: string | null) => placeOf(new ApiError(422, code, "…", field));
  expect(of("bad_upload", null)).toBe("data");
  expect(of("invalid", "classes.2.name")).toBe("answers");
  expect(of("invalid", "target")).toBe("start");
  expect(placeOf(new Unreachable())).toBe("start");
});

test("the project is called as its file", () => {
  expect(
    ["banking_intents.csv", "Été-2026.jsonl", "old_mail.parquet", "a b.json.gz", ".csv"].map(
      nameFromFile,
    ),
  ).toEqual(["Banking intents", "Été 2026", "Old mail", "A b", "New project"]);
});

test("a metric is kept, and counts where the kind of answer has it", () => {
  const of = (metric: Draft["metric"], kind: Kind) => metricOf({ metric }, kind);
  expect(of(null, "single_label")).toBe("accuracy");
  expect(of(null, "multi_label")).toBe("exact_match");
  expect(of("macro_f1", "single_label")).toBe("macro_f1");
  expect(of("jaccard", "single_label")).toBe("accuracy");
  expect(of("jaccard", "multi_label")).toBe("jaccard");
});
