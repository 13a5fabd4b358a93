import type { ItemDetail } from "@/api/items";
import { SOURCE } from "@/words/items";
import { words } from "@/words/items";

/** Something that somebody said of a text, and what became of it. */
export interface Said {
  id: string;
  who: string;
  /** Null where the class is no more. */
  label: string | null;
  at: string;
  /** Why, and what became of it; "" where there is nothing to say. */
  what: string;
  /** It counts no longer. */
  past: boolean;
}

type Told = Pick<ItemDetail, "history" | "decisions">;

/** Answers and decisions in one line of time, the latest first. */
export function history({ history, decisions }: Told): Said[] {
  const answers = history.map(({ id, annotator, label, received_at: at, ...fate }) => ({
    ...{ id, who: annotator, label, at, past: !fate.live },
    what: [fate.source === null ? null : (SOURCE[fate.source] ?? null), became(fate)]
      .filter((words) => words !== null)
      .join(", "),
  }));
  const decided = decisions.map(({ batch, decided_by, label, created_at: at, source, live }) => ({
    ...{ id: batch, who: decided_by, label, at, past: !live },
    what: [SOURCE[source] ?? source, ...(live ? [] : [words.takenBack])].join(", "),
  }));
  return [...answers, ...decided].sort((a, b) => b.at.localeCompare(a.at));
}

type Fate = Pick<
  ItemDetail["history"][number],
  "live" | "late" | "unasked" | "retracted_at" | "set_aside_at"
>;

function became({ live, late, unasked, retracted_at, set_aside_at }: Fate): string | null {
  if (retracted_at !== null) return words.takenBack;
  if (set_aside_at !== null) return words.setAside;
  if (!live) return "replaced";
  if (late) return words.cameLate;
  return unasked ? words.notAskedFor : null;
}
