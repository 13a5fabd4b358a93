import { expect, test } from "vitest";
import { everything } from "./everything";

test("a list is read page after page, to its end", async () => {
  const pages: Record<string, { results: number[]; next: string | null }> = {
    first: { results: [1, 2], next: "a" },
    a: { results: [3, 4], next: "b" },
    b: { results: [5], next: null },
  };
  const asked: (string | undefined)[] = [];
  const rows = await everything(({ cursor }) => {
    asked.push(cursor);
    return Promise.resolve(pages[cursor ?? "first"]!);
  });
  expect(rows).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([undefined, "a", "b"]);
});
