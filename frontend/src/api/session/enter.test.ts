import { expect, test } from "vitest";
import { safePath } from "./enter";

test.each([
  ["/projects/3/label", "/projects/3/label"],
  ["//elsewhere.example", "/"],
  ["/\\elsewhere.example", "/"],
  ["https://elsewhere.example", "/"],
  [null, "/"],
])("after signing in, %s leads to %s", (asked, followed) => {
  expect(safePath(asked)).toBe(followed);
});
