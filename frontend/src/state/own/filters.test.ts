import { expect, test } from "vitest";
import { fromAddress, toAddress } from "./filters";

test("an address says what is listed, and what it says otherwise is left out", () => {
  const asked = { q: "late bus", class: "Refund", mark: "skipped" } as const;
  expect(fromAddress(toAddress(asked))).toEqual(asked);
  expect(fromAddress("mark=audit&class=&q=%00&state=settled")).toEqual({});
  expect(toAddress({})).toBe("");
});
