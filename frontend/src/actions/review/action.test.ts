import { expect, test } from "vitest";
import type { Project } from "@/api/queries";
import type { ListName } from "@/words/review";
import { choices, opinions } from "./action";

const said = (annotator: string, ...classes: string[]) => ({
  ...{ annotator, from_file: false, given: { classes } },
  answer: classes.join(", "),
});

test("answers are the same where their classes are, not where their words are", () => {
  const answers = [said("Ann", "a", "b"), said("Bo", "b", "a"), said("Cy", "a, b")];
  expect(opinions({ answers }).map((one) => one.people)).toEqual([["Ann", "Bo"], ["Cy"]]);
});

test("a key chooses what is shown beside it, and nothing else", () => {
  const classes = ["a", "b", "c"].map((name) => ({ name, key: null }));
  const answers = ["c", "a"].map((answer) => ({
    ...{ annotator: "Ann", from_file: false, answer, given: { class: answer } },
  }));
  const disagreements = { current: { answers } };
  const keys = (list: ListName, answer_kind: Project["answer_kind"] = "single_label") => [
    ...choices({ project: { classes, answer_kind }, list, disagreements }).keys(),
  ];
  expect(keys("disagreements")).toEqual(["1", "3"]);
  expect(keys("disagreements", "multi_label")).toEqual(["1", "2"]);
  expect(keys("skipped")).toEqual(["1", "2", "3"]);
  expect(keys("errors")).toEqual([]);
});
