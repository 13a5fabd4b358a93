import type { ReactNode } from "react";
import styles from "../dialogs/Dialogs.module.css";

/** What stands where the text would be, when there is none. */
export function Notice({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.notice} role="status">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
