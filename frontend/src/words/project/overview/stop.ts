import type { Schema } from "@/api/client";
import { goal } from "@/words/figures";
import { unbroken } from "@/words/terms/reasons";

export type Stop = Schema<"StopLight">;

/** What the light says, as a word; that of a project that has none is told what it takes. */
export function word(stop: Stop | null): string {
  if (!stop) return "No target";
  if (stop.light === "green")
    return stop.reached_at_labels === null || stop.target === null
      ? "Enough"
      : `Enough for ${goal(stop.target)}`;
  return stop.light === "amber" && stop.target !== null ? "Maybe" : "Go on";
}

/** Why the light says so. */
export function why(stop: Stop | null): string {
  if (!stop) return "Once you set a target, this says when you have enough labels.";
  return stop.reasons.map(unbroken).join(" ");
}
