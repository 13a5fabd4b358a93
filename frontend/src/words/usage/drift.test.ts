import { expect, test } from "vitest";
import type { Schema } from "@/api/client";
import { words } from "./drift";

const checked: NonNullable<Schema<"DriftReport">["checked"]> = {
  checks: 30,
  right: 24,
  share: 0.8,
  low: 0.63,
  high: 0.91,
  pool: 0.95,
  lost: 0.15,
  lost_low: 0.02,
  lost_high: 0.32,
  worse: true,
};

const plain = (said: string) => said.replaceAll("\u00a0", " ");

test("fresh checks are said with their interval, and what they were on the project's texts", () => {
  expect(plain(words.right(checked))).toBe("24 of 30 texts right: 80 % (63–91).");
  expect(plain(words.verdictOf(checked))).toBe(
    "On the project's texts it is 95 %. The model has become worse: label some of these texts.",
  );
  expect(words.verdictOf({ ...checked, worse: false })).toContain("These checks show no fall.");
  expect(words.verdictOf({ ...checked, pool: null })).toBe(
    "How right it is on the project's texts isn't known yet.",
  );
});
