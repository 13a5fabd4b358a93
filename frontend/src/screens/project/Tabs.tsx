import { Link, useLocation } from "wouter";
import { TABS } from "./tabs";
import styles from "./Tabs.module.css";

/** Where in a project one is, and what else there is. */
export function Tabs({ root }: { root: string }) {
  const [location] = useLocation();
  if (TABS.length < 2) return null;
  return (
    <nav aria-label="Project" className={styles.tabs}>
      {TABS.map(({ path, name }) => (
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
