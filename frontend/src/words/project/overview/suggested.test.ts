import { expect, test } from "vitest";
import { effects } from "./suggested";

const of = (answers: number, seconds: number, share: number) => ({
  answers,
  median_seconds: { value: seconds, low: seconds - 0.5, high: seconds + 0.5 },
  agreement: { value: share, low: share - 0.06, high: share + 0.05 },
  among_suggested: { value: share, low: share, high: share },
});

test("what suggestions did is told against those that chance withheld", () => {
  const [effect] = effects([
    { model: "mixture@1", shown: of(180, 2.1, 0.81), withheld: of(90, 4.8, 0.76), people: [] },
  ]);
  expect(effect?.words.replaceAll("\u00a0", " ")).toBe(
    "Suggestions save 2.7 s a label: 2.1 s with one, 4.8 s without. " +
      "Nothing shows that suggestions sway people: they pick the model's first guess in " +
      "76 % (70–81) of answers without seeing it, in 81 % (75–86) with it.",
  );
  const [swayed] = effects([
    { model: "mixture@1", shown: of(180, 4.9, 0.95), withheld: of(90, 4.8, 0.6), people: [] },
  ]);
  expect(swayed?.words.replaceAll("\u00a0", " ")).toBe(
    "No difference in time is seen: 4.9 s with one, 4.8 s without. " +
      "Suggestions sway people: they pick the model's first guess in " +
      "60 % (54–65) of answers without seeing it, in 95 % (89–100) with it.",
  );
});

test("nothing is said of a few answers, nor of a time that nobody knows", () => {
  expect(
    effects([{ model: "m", shown: of(19, 2, 0.8), withheld: of(90, 2, 0.8), people: [] }]),
  ).toEqual([]);
  expect(effects([])).toEqual([]);
  const untimed = { ...of(30, 2, 0.8), median_seconds: null };
  const [effect] = effects([{ model: "m", shown: untimed, withheld: untimed, people: [] }]);
  expect(effect?.words).toMatch(/^Nothing shows/);
});

test("who takes what they see is named, once that can't be chance", () => {
  const person = (name: string, seen: number, unseen: number) => ({
    ...{ user_id: 1, name, shown: of(60, 2, seen), withheld: of(30, 2, unseen) },
  });
  const people = [person("Ann", 0.95, 0.6), person("Ben", 0.8, 0.76)];
  const [effect] = effects([
    { model: "m", shown: of(120, 2, 0.9), withheld: of(60, 2, 0.7), people },
  ]);
  expect(effect?.words.replaceAll("\u00a0", " ")).toMatch(
    /Ann follows suggestions: the model's first guess in 60 % of answers without seeing it, in 95 % with it/,
  );
  expect(effect?.words).not.toContain("Ben");
});
