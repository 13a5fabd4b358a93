import { TextButton } from "@/components/TextButton";
import { words } from "@/words/settings/settings";
import styles from "./Settings.module.css";
import type { Saved } from "./use-saved";

interface TickProps {
  saved: Pick<Saved<unknown>, "undo" | "error">;
  /** What is wrong with what is written, before anybody is asked. */
  problem?: string | null;
}

/** Whether a setting is saved, quietly, and the way back; its place is kept free. */
export function Tick({ saved, problem }: TickProps) {
  const wrong = problem ?? saved.error?.message;
  return (
    <div className={styles.after} role="status">
      {wrong ? (
        <span className={styles.wrong}>{wrong}</span>
      ) : (
        saved.undo && (
          <>
            {words.savedOf(
              <span aria-hidden>✓ </span>,
              <TextButton onClick={saved.undo}>{words.undo}</TextButton>,
            )}
          </>
        )
      )}
    </div>
  );
}
