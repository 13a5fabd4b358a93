import { expect, test } from "vitest";
import { opinions } from "./action";

const said = (annotator: string, ...classes: string[]) => ({
  ...{ annotator, from_file: false, given: { classes } },
  answer: classes.join(", "),
});

test("answers are the same where their classes are, not where their words are", () => {
  const answers = [said("Ann", "a", "b"), said("Bo", "b", "a"), said("Cy", "a, b")];
  expect(opinions({ answers }).map((one) => one.people)).toEqual([["Ann", "Bo"], ["Cy"]]);
});
