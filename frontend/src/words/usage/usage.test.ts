import { expect, test } from "vitest";
import type { Schema } from "@/api/client";
import { words } from "./usage";

const none: Schema<"Usage"> = {
  ...{ texts: 0, since: null, enough: false, changed: false, changed_since: null },
  ...{ classes: [], confidence: null, checked: null },
};
const plain = (said: string) => said.replaceAll("\u00a0", " ");

test("what it is used on is said with its number, and a change before all else", () => {
  expect(words.headline(none)).toBe("No program has used the model on other texts yet.");
  const few = { ...none, texts: 40, since: "2026-12-01" };
  expect(plain(words.headline(few))).toMatch(
    /^Used on 40 texts since .*: too few to tell a change\.$/,
  );
  const same = { ...few, texts: 1_240, enough: true };
  expect(plain(words.headline(same))).toMatch(
    /^Used on 1,240 texts since .*, no sign of change\.$/,
  );
  const changed = { ...same, changed: true, changed_since: "2026-12-03" };
  expect(plain(words.headline(changed))).toMatch(/have differed from the project.s since .*3/);
});

test("signs are named with what they were, the first three by name", () => {
  const sign = { pool: 0.2, now: 0.4, changed: true, since: "2026-12-03" };
  const classes = ["a", "b", "c", "d"].map((name) => ({ ...sign, class: name }));
  const usage = { ...none, texts: 200, since: "2026-12-01", classes, confidence: sign };
  const said = words.signs(usage).map(plain);
  expect(said).toContain("a: 20 % in the project, 40 % now");
  expect(said).toContain("1 more class changed");
  expect(said.join()).not.toContain("d:");
  expect(said).toContain("Right, by the model's own probabilities: 20 % in the project, 40 % now");
});
