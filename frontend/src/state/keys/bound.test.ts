import { afterEach, expect, test } from "vitest";
import { bind, bound, EVERYWHERE, FIELD, SCREEN } from "./bound";

const ended: (() => void)[] = [];
afterEach(() => ended.splice(0).forEach((end) => end()));

const on = (depth: number, group: string, keys: Record<string, string[]>) =>
  ended.push(
    bind(depth, () => Object.entries(keys).map(([id, keys]) => ({ id, name: id, group, keys }))),
  );
const listed = () => bound().map(({ group, id }) => `${group}: ${id}`);

test("what is heard is listed while it is heard, the screen's own first", () => {
  on(EVERYWHERE, "everywhere", { help: ["?"] });
  on(SCREEN, "screen", { next: ["J"], other: [] });
  expect(listed()).toEqual(["screen: next", "everywhere: help"]);
  ended.pop()!();
  expect(listed()).toEqual(["everywhere: help"]);
});

test("a key that the screen takes does nothing else there; a field has its own", () => {
  on(SCREEN, "screen", { close: ["Escape"] });
  on(EVERYWHERE, "everywhere", { close: ["Escape"], help: ["?"] });
  on(FIELD, "field", { leave: ["Escape"] });
  on(FIELD, "field", { leave: ["Escape"] });
  expect(listed()).toEqual(["screen: close", "everywhere: help", "field: leave"]);
});
