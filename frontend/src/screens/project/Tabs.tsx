import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { PROJECT_ACTIONS, type ProjectContext } from "@/actions/project";
import type { Project } from "@/api/queries";
import { useKeys } from "@/components/keys/use-keys";
import { PROJECT } from "@/state/keys/bound";
import { words } from "@/words/project/overview/overview";
import { tabsOf } from "./tabs";
import styles from "./Head.module.css";

const DEPTH = { depth: PROJECT };

/** Where in a project one is, and what else there is. */
export function Tabs({ project, root }: { project: Project; root: string }) {
  const [location, go] = useLocation();
  const context = useMemo<ProjectContext>(
    () => ({
      tabs: tabsOf(project).map(({ path }) => `${root}${path}`),
      at: location,
      label: project.state === "archived" ? null : `${root}/label`,
      go,
    }),
    [project, root, location, go],
  );
  useKeys(PROJECT_ACTIONS, context, DEPTH);
  return (
    <nav aria-label={words.project} className={styles.tabs}>
      {tabsOf(project).map(({ path, name }) => (
        <Link
          key={path}
          href={`${root}${path}`}
          className={styles.tab}
          aria-current={location === `${root}${path}` ? "page" : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
