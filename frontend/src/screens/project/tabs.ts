import { type ComponentType, lazy } from "react";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/overview/overview";
import { Overview } from "./overview/Overview";

interface Tab {
  /** Behind the project's own address; "" is that itself. */
  path: string;
  name: string;
  Screen: ComponentType<{ project: Project }>;
  /** Whether such a project has it; absent: all have. */
  when?(project: Project): boolean;
}

/** The screens of a project in the order of their tabs, those beyond the first fetched when they are opened. */
export const TABS: Tab[] = [
  { path: "", name: words.overview, Screen: Overview },
  { path: "/items", name: words.items, Screen: lazy(() => import("./items/ItemsTab")) },
  { path: "/review", name: words.review, Screen: lazy(() => import("./review/ReviewTab")) },
  {
    ...{ path: "/quality", name: words.quality },
    ...{ Screen: lazy(() => import("./quality/QualityTab")) },
    when: (project) => has(project, "predictions"),
  },
  {
    ...{ path: "/model", name: words.model, Screen: lazy(() => import("./model/ModelTab")) },
    when: (project) => has(project, "predictions"),
  },
  { path: "/settings", name: words.settings, Screen: lazy(() => import("./settings/SettingsTab")) },
];

/** Those that a project has. */
export const tabsOf = (project: Project): Tab[] =>
  TABS.filter(({ when }) => when?.(project) ?? true);
