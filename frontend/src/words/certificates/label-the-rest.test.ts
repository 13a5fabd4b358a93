import { expect, test } from "vitest";
import type { Certificate } from "@/api/certificates";
import { words } from "./label-the-rest";

/** At most 10 of its 100 labels are wrong. */
const certified = (differently: number, new_texts = 0, new_classes: string[] = []) =>
  ({
    ...{ error: 0.1, labels: 100 },
    since: { relabelled: 30, differently, new_texts, new_classes },
  }) as Certificate;

test("more wrong labels than a certificate allows speak against it", () => {
  expect(words.relabelled(certified(10))).not.toContain("take the model's labels back");
  expect(words.relabelled(certified(11))).toContain("take the model's labels back");
});

test("nothing is said of what hasn't come", () => {
  expect(words.newer(certified(0))).toBeNull();
  expect(words.newer(certified(0, 1))).toMatch(/^1.text came later and has no/);
  expect(words.relabelled({ ...certified(0), since: null })).toBeNull();
  expect(words.newerClasses(certified(0))).toBeNull();
});

test("classes that came later are named", () => {
  expect(words.newerClasses(certified(0, 0, ["wood", "stone"]))).toMatch(
    /^Added later.*: wood and stone\. Certify again.*them/,
  );
});

test("checks that pay only if the model is never wrong are set against the labels they bring", () => {
  const offer = { labels: 520, least: 103, expected: null, error: 0.05 };
  expect(
    words.offer(offer as Parameters<typeof words.offer>[0], 5_208).replaceAll("\u00a0", " "),
  ).toBe(
    "Not worth it yet: 103 checks for at most 520 labels. The model expects more than 5 % errors.",
  );
});
