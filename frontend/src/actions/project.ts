import { words } from "@/words/terms/keys";
import type { ActionOn } from "@/state/keys/action";
import { always } from "./action";

/** The screens of a project, as the tabs have them. */
export interface ProjectContext {
  /** Addresses, in their order. */
  tabs: readonly string[];
  /** That of the one that is open. */
  at: string;
  /** Where its texts are labelled; null: it is archived. */
  label: string | null;
  go(address: string): void;
}

type ProjectAction = ActionOn<ProjectContext>;

const tab = (id: string, name: string, key: string, by: 1 | -1): ProjectAction => ({
  id,
  name,
  group: words.inTheProject,
  keys: () => [key],
  when: always,
  run: ({ tabs, at, go }) => {
    const next = tabs[tabs.indexOf(at) + by];
    if (next !== undefined) go(next);
  },
});

/** What works on each screen of a project that has tabs. */
export const PROJECT_ACTIONS: readonly ProjectAction[] = [
  tab("next-tab", words.nextTab, "Shift+ArrowRight", 1),
  tab("last-tab", words.tabBefore, "Shift+ArrowLeft", -1),
  {
    id: "label",
    name: words.labelTexts,
    group: words.inTheProject,
    keys: ({ label }) => (label === null ? [] : ["Shift+L"]),
    when: always,
    run: ({ label, go }) => label !== null && go(label),
  },
];
