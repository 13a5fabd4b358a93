import { expect, test } from "vitest";
import { multiLabel } from ".";
import type { Asked } from "../widget";
import { askedOf, classesOf, recentClasses, tidy, toggled } from "./classes-of";

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
});

test("a class that is offered no more can be taken from the text that has it", () => {
  const classes = ["refund", "card"].map((name, id) => ({ id, name }));
  const asked: Asked = { answer_kind: "multi_label", classes };
  expect(askedOf(asked, of("refund"))).toBe(asked);
  const withIt = askedOf(asked, of("refund", "gone"));
  expect(withIt.gone?.map(({ name }) => name)).toEqual(["gone"]);
  expect(tidy(of("refund", "gone", "lost"), withIt)).toEqual(of("gone", "refund"));
  expect([...multiLabel.keys(withIt)]).toEqual([
    ["1", of("refund")],
    ["2", of("card")],
    ["3", of("gone")],
  ]);
});

test("classes used lately come once, the latest first", () => {
  expect(recentClasses([of("c", "a"), of(), of("a", "b")])).toEqual(["c", "a", "b"]);
});
