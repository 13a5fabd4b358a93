import { words } from "@/words/terms/keys";
import type { ActionOn } from "@/state/keys/action";
import { always } from "./action";

/** What the keys of the list of projects act on. */
export interface ProjectsContext {
  /** Whether one may open a project. */
  creates: boolean;
  create(): void;
}

/** Every key of the list of projects. */
export const PROJECTS_ACTIONS: readonly ActionOn<ProjectsContext>[] = [
  {
    id: "new-project",
    name: words.newProject,
    group: words.projects,
    keys: ({ creates }) => (creates ? ["N"] : []),
    when: always,
    run: ({ create }) => create(),
  },
];
