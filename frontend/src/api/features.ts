import { answerKind } from "@/state/answer-kinds";
import type { Schema } from "./client";
import type { Project } from "./queries";

/** What takes work of its own for each kind of answer. */
export type Feature = Schema<"Feature">;

/** Whether projects with this one's kind of answer have it. */
export const has = ({ lacks }: Pick<Project, "lacks">, feature: Feature): boolean =>
  !lacks.includes(feature);

/** Whether it may change: what is archived is only read. */
export const isOpen = ({ state }: Pick<Project, "state">): boolean => state !== "archived";

/** Whether an answer is one class: what lists and reviews label with. */
export const namesOne = ({ answer_kind: kind }: Pick<Project, "answer_kind">): boolean =>
  answerKind(kind).isOneClass;
