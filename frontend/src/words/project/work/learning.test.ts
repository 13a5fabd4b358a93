import { expect, test } from "vitest";
import { learning } from "./learning";

type Tuning = Parameters<typeof learning>[0];

const taught: Tuning = {
  seconds: 48,
  gain: { value: 0.15, low: 0.03, high: 0.26 },
  next_labels: 87,
  next_seconds: 26,
  within_limit: true,
};

const said = (changes: Partial<Tuning>, learns = false): string =>
  learning({ ...taught, ...changes }, learns).replaceAll("\u00a0", " ");

test("before an encoder has learnt, it is told when it will", () => {
  expect(said({ seconds: 0, gain: null, next_labels: 30, next_seconds: 9 })).toBe(
    "An encoder will be trained on your labels after 30 of them (about 10 s of CPU time).",
  );
});

test("once it has learnt, it is told what that brings, what it took and when it comes again", () => {
  expect(said({})).toBe(
    "Learning from labels brings +15.0 points (+3.0 to +26.0). It took 48 s of CPU time so far. " +
      "Next: after 87 labels (about 30 s).",
  );
  expect(said({ gain: null })).toContain("Its effect isn't measured yet.");
});

test("what won't come is said", () => {
  expect(said({ next_labels: null })).toContain("The encoder learns no more.");
  expect(said({ within_limit: false })).toMatch(/ That is over the limit in the settings\.$/);
});

test("while it learns nothing is said of when it will", () => {
  expect(said({ within_limit: false }, true)).toMatch(/ of CPU time so far\.$/);
  expect(said({ seconds: 0, gain: null }, true)).toBe("");
});
