import { expect, test } from "vitest";
import { filterClasses } from "./filter";

const classes = [
  "card_arrival",
  "card_lost",
  "lost_or_stolen_card",
  "Rückerstattung",
  "top up",
].map((name) => ({ name }));
const names = (typed: string, recent: string[] = []) =>
  filterClasses(classes, typed, recent).map(({ item }) => item.name);

test("every word must match, in any order and case, without accents", () => {
  expect(names("LOST card")).toEqual(["card_lost", "lost_or_stolen_card"]);
  expect(names("ruck")).toEqual(["Rückerstattung"]);
});

test("those used lately come first, then by alphabet", () => {
  const order = names("", ["lost_or_stolen_card", "card_lost"]);
  expect(order).toEqual([
    "lost_or_stolen_card",
    "card_lost",
    "card_arrival",
    "Rückerstattung",
    "top up",
  ]);
});

test("names that begin with what was typed come first, then those whose words do", () => {
  expect(names("card l")).toEqual(["card_lost", "lost_or_stolen_card", "card_arrival"]);
  expect(names("card", ["lost_or_stolen_card", "card_lost"])).toEqual([
    "card_lost",
    "card_arrival",
    "lost_or_stolen_card",
  ]);
});

test("a name typed whole comes before what was used lately", () => {
  expect(names("card_lost", ["card_arrival"])[0]).toBe("card_lost");
});

test("an underscore is typed as a space", () => {
  const found = filterClasses([{ name: "wrong_rate_of_card" }, { name: "rate_of" }], "rate of", [
    "wrong_rate_of_card",
  ]);
  expect(found.map(({ item }) => item.name)).toEqual(["rate_of", "wrong_rate_of_card"]);
});

test("scattered letters count when nothing matches in one piece", () => {
  expect(names("crdarr")).toEqual(["card_arrival"]);
  expect(names("zzz")).toEqual([]);
});

test("marks cover what was typed, joined where they touch, at the start of a word if it can be", () => {
  const marks = (typed: string, name: string) =>
    filterClasses([{ name }], typed, [])[0]?.marks.map(([from, to]) => name.slice(from, to));
  expect(marks("card arr", "card_arrival")).toEqual(["card", "arr"]);
  expect(marks("st", "lost_or_stolen_card")).toEqual(["st"]);
  expect(filterClasses([{ name: "lost_or_stolen" }], "st", [])[0]?.marks).toEqual([[8, 10]]);
  expect(marks("rück", "Rückerstattung")).toEqual(["Rück"]);
});
