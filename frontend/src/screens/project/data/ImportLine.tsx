import { useState } from "react";
import { TextButton } from "@/components/TextButton";
import { useNow } from "@/components/use-now";
import { words } from "@/words/project/data/data";
import { called, counts, refusal, standing, when } from "@/words/project/data/imports";
import type { Import } from "@/api/project";
import { RejectedDialog } from "./RejectedDialog";
import { WarningsDialog } from "./WarningsDialog";
import { ConflictsDialog } from "./ConflictsDialog";
import styles from "./DataCard.module.css";
import { RevertDialog } from "./RevertDialog";

interface ImportLineProps {
  projectId: number;
  one: Import;
  /** Whether it can be taken back, or tried again. */
  changes: boolean;
  /** Another try with the file, mended. */
  onAgain(): void;
}

type Open = "rejected" | "conflicts" | "warnings" | "revert" | null;

/** One file: what came of it, and the way to take it back. */
export function ImportLine({ projectId, one, changes, onAgain }: ImportLineProps) {
  const [open, setOpen] = useState<Open>(null);
  const now = useNow(10_000);
  const close = () => setOpen(null);
  const name = called(one);
  return (
    <li className={styles.import} data-state={one.state}>
      <p className={styles.name}>
        <bdi>{name}</bdi>
        {standing(one) && <span className={styles.standing}>{standing(one)}</span>}
      </p>
      {changes && one.state === "ready" && (
        <TextButton quiet aria-label={words.takeBackOf(name)} onClick={() => setOpen("revert")}>
          {words.takeBackButton}
        </TextButton>
      )}
      {changes && one.state === "failed" && (
        <TextButton quiet aria-label={words.tryAgainOf(name)} onClick={onAgain}>
          {words.tryAgain}
        </TextButton>
      )}
      <p className={styles.counts}>
        {one.state === "failed" && (
          <span className={styles.why}>{one.error && refusal(one.error)}</span>
        )}
        {one.state !== "failed" &&
          counts(one).map(({ words, look }) =>
            look ? (
              <TextButton key={words} onClick={() => setOpen(look)}>
                {words}
              </TextButton>
            ) : (
              <span key={words}>{words}</span>
            ),
          )}
        <span>{when(one, now)}</span>
      </p>
      {open === "rejected" && <RejectedDialog projectId={projectId} found={one} onClose={close} />}
      {open === "conflicts" && (
        <ConflictsDialog projectId={projectId} found={one} onClose={close} />
      )}
      {open === "warnings" && <WarningsDialog found={one} onClose={close} />}
      {open === "revert" && <RevertDialog projectId={projectId} one={one} onClose={close} />}
    </li>
  );
}
