import { expect, test } from "vitest";
import {
  answered,
  type Counts,
  counted,
  headline,
  NO_PROGRESS,
  ownPace,
  pace,
  takenBack,
} from "./progress";

const counts: Counts = {
  state: "active",
  round: 1,
  labels: 200,
  items: 5_000,
  classes: 0,
  embedded: 5_000,
  mineToday: 30,
  holders: 1,
  enough: false,
  replies: 0,
  mayNotAudit: false,
};

test("it says what is done, by everybody and by answers that are on their way", () => {
  expect(headline(counted(NO_PROGRESS, counts, 12))).toEqual({
    labels: 212,
    words: "212\u00a0labels",
  });
  expect(headline(counted(NO_PROGRESS, { ...counts, labels: 0 }, 1))?.words).toBe("1\u00a0label");
  expect(headline(counted(NO_PROGRESS, counts, 0))?.words).toBe("200\u00a0labels");
  expect(headline(NO_PROGRESS)).toBeNull();
});

test("pace counts after five answers and ends with a pause", () => {
  let progress = counted(NO_PROGRESS, counts, 0);
  for (let at = 0; at < 4; at++) progress = answered(progress, at * 5_000);
  expect(pace(progress, 15_000)).toBeNull();
  progress = answered(progress, 20_000);
  expect(pace(progress, 20_000)).toBe(12);
  expect(ownPace(progress, 20_000)).toBe("35 today · 12/min");
  expect(pace(progress, 200_000)).toBeNull();
  expect(ownPace(takenBack(progress), 200_000)).toBe("34 today");
  expect(ownPace(progress, 20_000, 100)).toBe("35 of 100 today · 12/min");
});
