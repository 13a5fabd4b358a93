import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@/components/dialog/Dialog";
import { Problem } from "@/components/Problem";
import { words } from "@/words/project/data/data";
import { rowNoun } from "@/words/project/data/imports";
import { conflicts, type Import } from "@/api/project";
import styles from "./Rows.module.css";

interface ConflictsDialogProps {
  projectId: number;
  found: Import;
  onClose(): void;
}

/** Rows that say otherwise than the label there was: that one stays. */
export function ConflictsDialog({ projectId, found, onClose }: ConflictsDialogProps) {
  const { data, error } = useQuery(conflicts(projectId, found.import_id));
  const left = data ? (data.total ?? 0) - data.results.length : 0;
  return (
    <Dialog title={words.labelsThatDifferFrom} wide onClose={onClose}>
      <p>{words.conflictsNote}</p>
      {error && <Problem error={error} />}
      {data && (
        <ul className={styles.rows} tabIndex={0} aria-label={words.rowsAndLabels}>
          {data.results.map(({ line, text, label, kept }) => (
            <li key={line}>
              {words.saysTheLabelIs(
                rowNoun(found),
                line,
                label,
                kept ?? words.none,
                <span className={styles.text} dir="auto">
                  <bdi>{text}</bdi>
                </span>,
              )}
            </li>
          ))}
          {left > 0 && <li>{words.moreRows(left)}</li>}
        </ul>
      )}
    </Dialog>
  );
}
