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
    { model: "mixture@2", shown: of(180, 2.1, 0.81), withheld: of(90, 4.8, 0.76) },
  ]);
  expect(effect?.words.replaceAll("\u00a0", " ")).toBe(
    "A label takes 2.1 s (1.6 s to 2.6 s) with a suggestion and 4.8 s (4.3 s to 5.3 s) where " +
      "chance withheld it. People give the likeliest class in 81 % (75–86) of 180 answers that " +
      "saw it, in 76 % (70–81) of 90 that didn't.",
  );
});

test("nothing is said of a few answers, nor of a time that nobody knows", () => {
  expect(effects([{ model: "m", shown: of(19, 2, 0.8), withheld: of(90, 2, 0.8) }])).toEqual([]);
  expect(effects([])).toEqual([]);
  const untimed = { ...of(30, 2, 0.8), median_seconds: null };
  const [effect] = effects([{ model: "m", shown: untimed, withheld: untimed }]);
  expect(effect?.words).toMatch(/^People give/);
});
