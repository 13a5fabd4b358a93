import { spoken } from "@/words/terms/class-names";
import type { Schema } from "@/api/client";
import { count, figure } from "@/words/figures";

export type NextStep = Schema<"NextStep">;

/** What to do next, as a heading. */
export function title({ action, amount, class_name: name, reason }: NextStep): string {
  switch (action) {
    case "add_texts":
      return "Add texts";
    case "resume":
      return reason.code === "archived" ? "Bring the project back" : "Let people label again";
    case "label":
      return amount ? `Label about ${figure(amount)} more` : "Label more texts";
    case "settle":
      return `Settle ${count(amount ?? 0, "disagreement")}`;
    case "find_class":
      return `Look for ${spoken(name ?? "")}`;
    case "set_target":
      return "Set a target";
    case "take_model":
      return "Take the model";
  }
}

/** What leads to where it is done. */
export const GO: Record<Exclude<NextStep["action"], "set_target">, string> = {
  add_texts: "Add a file",
  resume: "Open settings",
  label: "Label now",
  settle: "Decide them",
  find_class: "Look now",
  take_model: "Open the model",
};

export const NEXT_STEP = "Next step";

/** The field of a target, where it is the next step. */
export const TARGET = { label: "Target in percent", save: "Set" } as const;
