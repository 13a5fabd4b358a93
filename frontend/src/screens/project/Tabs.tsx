import { Link, useLocation } from "wouter";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/overview";
import { tabsOf } from "./tabs";
import styles from "./Tabs.module.css";

/** Where in a project one is, and what else there is. */
export function Tabs({ project, root }: { project: Project; root: string }) {
  const [location] = useLocation();
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
