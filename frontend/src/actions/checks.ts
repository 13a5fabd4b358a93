import type { Project } from "@/api/queries";
import type { ActionOn } from "@/state/keys/action";
import { words as ofLabels } from "@/words/actions/label";
import { words } from "@/words/usage/drift";
import { always } from "./action";

/** What the keys of fresh checks act on: a text of today that waits for its class. */
export interface ChecksContext {
  project: Pick<Project, "classes">;
  press(name: string): void;
  /** Gives the classes that are chosen; null: one is given at once. */
  finish: (() => void) | null;
}

/** Every key of fresh checks. */
export const CHECKS_ACTIONS: readonly ActionOn<ChecksContext>[] = [
  {
    id: "answer",
    name: ofLabels.answerKey,
    group: words.checks,
    keys: ({ project }) => project.classes.flatMap(({ key }) => key ?? []),
    when: always,
    run: ({ project, press }, key) => {
      const named = project.classes.find((each) => each.key === key);
      if (named) press(named.name);
    },
  },
  {
    id: "save",
    name: ofLabels.saveChoice,
    group: words.checks,
    keys: ({ finish }) => (finish ? ["Enter"] : []),
    when: always,
    run: ({ finish }) => finish?.(),
  },
];
