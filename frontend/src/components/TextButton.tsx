import type { ReactNode } from "react";
import styles from "./TextButton.module.css";

/** A button that reads as a part of its sentence. */
export function TextButton({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return (
    <button type="button" className={styles.button} onClick={onClick}>
      {children}
    </button>
  );
}
