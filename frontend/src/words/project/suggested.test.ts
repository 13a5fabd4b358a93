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
    "A label takes 2.1 s (1.6 s to 2.6 s) with a suggestion and 4.8 s (4.3 s to 5.3 s) " +
      "without. People choose the likeliest class in 81 % (75–86) of 180 answers " +
      "with a suggestion, 76 % (70–81) of 90 without.",
  );
});

test("nothing is said of a few answers, nor of a time that nobody knows", () => {
  expect(
    effects([{ model: "m", shown: of(19, 2, 0.8), withheld: of(90, 2, 0.8), people: [] }]),
  ).toEqual([]);
  expect(effects([])).toEqual([]);
  const untimed = { ...of(30, 2, 0.8), median_seconds: null };
  const [effect] = effects([{ model: "m", shown: untimed, withheld: untimed, people: [] }]);
  expect(effect?.words).toMatch(/^People choose/);
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
    /Ann follows suggestions: the likeliest class in 95 % of answers with a suggestion, 60 % without/,
  );
  expect(effect?.words).not.toContain("Ben");
});
