import type { Schema } from "@/api/client";
import { words as drift } from "./drift";
import { count, date, percent } from "../figures";

type Usage = Schema<"Usage">;

/** So many classes are named, those that changed most. */
const NAMED = 3;

/** The English of what the model is used on. */
export const words = {
  headline: ({ texts, since, enough, changed, changed_since: begun }: Usage) => {
    if (since === null) return "No program has used the model on other texts yet.";
    if (changed)
      return `The texts that the model is used on have differed from the project's since ${date(begun ?? since)}.`;
    const used = `Used on ${count(texts, "text")} since ${date(since)}`;
    return enough ? `${used}, no sign of change.` : `${used}: too few to tell a change.`;
  },
  /** "cards: 12 % in the project, 31 % now", and others like it. */
  signs: ({ classes, confidence, texts, since }: Usage): string[] => {
    const changed = classes.filter((each) => each.changed);
    const more = changed.length - NAMED;
    return [
      ...changed.slice(0, NAMED).map((each) => said(each.class, each)),
      ...(more > 0 ? [`${count(more, "more class", "more classes")} changed`] : []),
      ...(confidence?.changed ? [said(drift.confidence, confidence)] : []),
      ...(since ? [`Used on ${count(texts, "text")} since ${date(since)}`] : []),
    ];
  },
  checked: ({ checked }: Usage) =>
    checked?.checked
      ? `Checked on ${date(checked.compared_at)}. ${drift.right(checked.checked)} ${drift.verdictOf(checked.checked)}`
      : null,
  check: "Check a few",
  see: "See the checks",
  paste: "Paste a random sample below, compare, and check a few by hand.",
} as const;

function said(name: string, { pool, now }: { pool: number; now: number }): string {
  return `${name}: ${percent(pool)} in the project, ${percent(now)} now`;
}
