import { expect, test } from "vitest";
import { choiceOf, choicesOf, groupsOf, spoken, toldApart } from "./class-names";

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

test("of many classes neighbours that share a first word stand under it, in their order", () => {
  const names = [
    "age",
    "card_late",
    "card lost",
    "Card stolen",
    "fee",
    "card_x",
    "a",
    "b",
    "c",
    "d",
  ];
  const classes = (all: string[]) => all.map((name) => ({ name }));
  expect(choicesOf(classes(names)).some((choice) => "group" in choice)).toBe(false);
  const many = choicesOf(classes([...names, "e"]));
  expect(many.map(({ value }) => value)).toEqual([...names, "e"]);
  const headings = many.map((choice) => ("group" in choice ? choice.group : null));
  expect(headings.slice(0, 6)).toEqual(["other", "card", "card", "card", "other", "other"]);
});

test("long names that begin alike are told apart by what follows", () => {
  const named = (...names: string[]) => [
    ...toldApart(
      names.map((name) => ({ name })),
      12,
    ),
  ];
  expect(named("age", "balance_after_cheque", "balance_after_card", "balance_is_due")).toEqual([
    ["balance_after_cheque", "balance… cheque"],
    ["balance_after_card", "balance… card"],
  ]);
  expect(named("internationalisation", "internationalism")).toEqual([
    ["internationalisation", "internatio… ation"],
    ["internationalism", "internatio… m"],
  ]);
  expect(named("balance after", "balance after all")).toEqual([
    ["balance after", "balance… after"],
    ["balance after all", "balance… after all"],
  ]);
  expect(named("balance", "balances", "fee")).toEqual([]);
});

test("three classes and more that share their first word have a heading, where they stand", () => {
  const named = (...names: string[]) => [...groupsOf(names.map((name) => ({ name })))];
  const cards = ["card_arrival", "Card_lost", "card_swallowed", "card_stolen"];
  expect(named("age", ...cards, "pin", "top_up", "top_failed")).toEqual(
    cards.map((name) => [name, "card"]),
  );
  expect(named("card_a", "card_b", "pin", "card_c")).toEqual([]);
});
