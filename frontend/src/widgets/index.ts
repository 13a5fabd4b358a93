import type { Answer } from "@/state/answer";
import type { Kind } from "@/state/answer-kinds";
import { multiLabel } from "./multi-label";
import { singleLabel } from "./single-label";
import type { Asked, Widget } from "./widget";

const WIDGETS: Record<Kind, Widget> = { single_label: singleLabel, multi_label: multiLabel };

/** An answer in words. */
export const inWords = (asked: Pick<Asked, "answer_kind">, answer: Answer): string =>
  widgetFor(asked)?.describe(answer) ?? "";

/** How this project's answers are given; undefined when this version of the page can't. */
export function widgetFor(asked: Pick<Asked, "answer_kind">): Widget | undefined {
  return (WIDGETS as Partial<Record<string, Widget>>)[asked.answer_kind];
}
