import type { Project } from "./queries";

/** What takes work of its own for each kind of answer. */
export type Feature =
  | "against_random"
  | "second_answers"
  | "hunt"
  | "predictions"
  | "suspected_errors"
  | "machine_labels"
  | "model_file"
  | "comparison"
  | "views";

/** Whether projects with this one's kind of answer have it. */
export const has = ({ lacks }: Pick<Project, "lacks">, feature: Feature): boolean =>
  !lacks.includes(feature);

/** Whether it may change: what is archived is only read. */
export const isOpen = ({ state }: Pick<Project, "state">): boolean => state !== "archived";

/** Whether an answer is one class: what lists and reviews label with. */
export const namesOne = ({ answer_kind: kind }: Pick<Project, "answer_kind">): boolean =>
  kind === "single_label";
