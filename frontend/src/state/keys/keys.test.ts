import { expect, test } from "vitest";
import { assignKeys, keyOf, type KeyPress, printed } from "./keys";

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test.each([
  ["a digit", press("3", "Digit3"), "3"],
  ["a digit on the number pad", press("3", "Numpad3"), "3"],
  ["a digit's place on AZERTY", press('"', "Digit3"), "3"],
  ["a digit with Shift on AZERTY", press("3", "Digit3", { shiftKey: true }), "3"],
  ["what Shift makes of a digit elsewhere", press("#", "Digit3", { shiftKey: true }), "#"],
  ["a letter", press("f", "KeyF"), "F"],
  ["a letter with Caps Lock", press("F", "KeyF"), "F"],
  ["a letter with Shift", press("F", "KeyF", { shiftKey: true }), "Shift+F"],
  ["the letter of another alphabet", press("а", "KeyF"), "F"],
  ["Space", press(" ", "Space"), "Space"],
  ["?, whatever makes it", press("?", "Slash", { shiftKey: true }), "?"],
  ["Ctrl+Z", press("z", "KeyZ", { ctrlKey: true }), "Ctrl+Z"],
  ["Cmd+Z", press("z", "KeyZ", { metaKey: true }), "Ctrl+Z"],
  ["Shift+Ctrl+Z", press("Z", "KeyZ", { ctrlKey: true, shiftKey: true }), "Shift+Ctrl+Z"],
  ["a chord with Alt, which isn't ours", press("3", "Digit3", { altKey: true }), null],
  [
    "Alt and an arrow, which moves something",
    press("ArrowUp", "ArrowUp", { altKey: true }),
    "Alt+ArrowUp",
  ],
  ["Ctrl and a digit, which is the browser's", press("3", "Digit3", { ctrlKey: true }), "Ctrl+3"],
])("%s", (_, pressed, key) => {
  expect(keyOf(pressed)).toBe(key);
});

const named = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `c${index}` }));

test("ten classes get the digits in their order", () => {
  expect([...assignKeys(named(10)).values()].join("")).toBe("1234567890");
});

test("of more than ten only the first ten have a key", () => {
  const keys = assignKeys(named(150));
  expect(keys.get("c9")).toBe("0");
  expect(keys.size).toBe(10);
});

test("a class keeps the key it was given, and nobody else gets it", () => {
  const keys = assignKeys([{ name: "a" }, { name: "b", key: "1" }, { name: "c", key: "1" }]);
  expect(Object.fromEntries(keys)).toEqual({ b: "1", a: "2", c: "3" });
});

test("a key that is an action is not a class's", () => {
  expect(assignKeys([{ name: "a", key: "f" }]).get("a")).toBe("1");
});

test("keys are printed as the system prints them", () => {
  expect(printed("Shift+Ctrl+Z", true)).toBe("⇧⌘Z");
  expect(printed("Shift+Ctrl+Z", false)).toBe("Shift+Ctrl+Z");
  expect(printed("+", false)).toBe("+");
});
