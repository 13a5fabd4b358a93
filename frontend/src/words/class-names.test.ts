import { expect, test } from "vitest";
import { choiceOf, spoken } from "./class-names";

test.each([
  ["card_arrival", "card arrival"],
  ["top_up_by_card", "top up by card"],
  ["Charged twice", "Charged twice"],
  ["_private", "_private"],
  ["a _ b", "a _ b"],
  ["a__b", "a  b"],
])("%s is said %s", (name, said) => {
  expect(spoken(name)).toBe(said);
  expect(spoken(name)).toHaveLength(name.length);
});

test("what is chosen is the stored name", () => {
  expect(choiceOf("card_arrival")).toEqual({ value: "card_arrival", name: "card arrival" });
});
