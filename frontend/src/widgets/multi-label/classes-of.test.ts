import { expect, test } from "vitest";
import { multiLabel } from ".";
import { classesOf, recentClasses, tidy, toggled } from "./classes-of";

const of = (...classes: string[]) => ({ classes });

test("a press chooses a class, and the next one no longer", () => {
  const one = toggled(of(), of("refund"));
  expect(one).toEqual(of("refund"));
  expect(toggled(one, of("card"))).toEqual(of("refund", "card"));
  expect(toggled(of("refund", "card"), of("refund"))).toEqual(of("card"));
});

test("nothing chosen is an answer, in words too", () => {
  expect(multiLabel.describe(of())).toBe("none");
  expect(multiLabel.describe(of("refund", "card"))).toBe("refund, card");
});

test("what is no answer of this widget names no class", () => {
  for (const other of [null, {}, { class: "refund" }, { classes: "refund" }])
    expect(classesOf(other)).toEqual([]);
});

test("an answer of long ago keeps the classes that there are, as the service orders them", () => {
  const classes = ["refund", "card"].map((name, id) => ({ id, name }));
  expect(tidy(of("refund", "gone", "card"), { classes })).toEqual(of("card", "refund"));
  const has = of("gone");
  expect(tidy(of("refund", "gone", "lost"), { classes }, has)).toEqual(of("gone", "refund"));
});

test("classes used lately come once, the latest first", () => {
  expect(recentClasses([of("c", "a"), of(), of("a", "b")])).toEqual(["c", "a", "b"]);
});
