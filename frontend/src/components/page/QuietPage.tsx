import type { ReactNode } from "react";
import { words } from "@/words/common";
import styles from "./Page.module.css";
import { useTitle } from "./use-title";

/** A page with one thing to say, and at most one thing to do. */
export function QuietPage({ title, children }: { title: string; children?: ReactNode }) {
  useTitle(title);
  return (
    <main className={styles.quietPagePage}>
      <div className={styles.column}>
        <p className="small quiet strong">{words.postil}</p>
        <h1 className={styles.title}>
          <bdi>{title}</bdi>
        </h1>
        {children}
      </div>
    </main>
  );
}
