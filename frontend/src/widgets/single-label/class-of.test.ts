import { expect, test } from "vitest";
import { singleLabel } from ".";
import { classOf, recentClasses } from "./class-of";

const named = (...names: string[]) => names.map((name) => ({ class: name }));

test("an answer names one class, in words too", () => {
  const [refund] = named("refund");
  expect(classOf(refund!)).toBe("refund");
  expect(singleLabel.describe(refund!)).toBe("refund");
});

test("what is no answer of this widget names no class", () => {
  for (const other of [null, {}, { classes: ["refund"] }, { class: 7 }])
    expect(classOf(other)).toBeNull();
});

test("classes used lately come once, the latest first, ten at most", () => {
  expect(recentClasses(named("c", "a", "c", "b"))).toEqual(["c", "a", "b"]);
  expect(recentClasses(named(..."abcdefghijklm"))).toEqual([..."abcdefghij"]);
});
