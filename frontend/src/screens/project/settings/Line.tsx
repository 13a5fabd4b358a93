import type { ReactNode } from "react";
import { TextButton } from "@/components/TextButton";
import styles from "./Settings.module.css";
import type { Saved } from "./use-saved";

interface LineProps {
  id: string;
  label: string;
  /** What it does, and when that takes effect. */
  sentence: ReactNode;
  saved: Pick<Saved<unknown>, "undo" | "saving" | "error">;
  /** What is wrong with what is written, before anybody is asked. */
  problem?: string | null;
  children: ReactNode;
}

/** A setting: what it is at the left, its field at the right, and under that whether it is saved. */
export function Line({ id, label, sentence, saved, problem, children }: LineProps) {
  const wrong = problem ?? saved.error?.message;
  return (
    <div className={styles.line}>
      <div>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        <p id={`${id}-what`} className={styles.sentence}>
          {sentence}
        </p>
      </div>
      <div className={styles.control}>
        {children}
        <div className={styles.after} role="status">
          {wrong ? (
            <span id={`${id}-wrong`} className={styles.wrong}>
              {wrong}
            </span>
          ) : (
            saved.undo && (
              <>
                <span aria-hidden>✓ </span>Saved. <TextButton onClick={saved.undo}>Undo</TextButton>
              </>
            )
          )}
        </div>
      </div>
    </div>
  );
}
