import type { MouseEvent } from "react";
import type { LabelContext } from "@/actions/action";
import type { Project } from "@/api/queries";
import type { Decision } from "@/state/labelling/labelling";
import { widgetFor } from "@/widgets";
import { spoken } from "@/words/terms/class-names";
import { words } from "@/words/label/label";

/** What was decided, in words. */
export function madeOf(project: Project, { made }: Decision): string {
  if (made.kind === "skip") return words.skipHint;
  return spoken(widgetFor(project)?.describe(made.answer) ?? "");
}

/** As with an answer, the second of two taps is not for the text that the first one brought. */
export const isMeant = ({ labelling }: LabelContext, event: MouseEvent): boolean =>
  event.detail === 0 || labelling.hand.isPointedAt();

/** A text as it stands on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
