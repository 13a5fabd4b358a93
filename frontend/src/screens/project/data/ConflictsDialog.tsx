import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@/components/Dialog";
import { Problem } from "@/components/Problem";
import { figure } from "@/words/figures";
import { conflicts, type Import } from "../queries";
import styles from "../Warned.module.css";
import { rowNoun } from "@/words/project/imports";

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
    <Dialog title="Labels that differ from those there were" wide onClose={onClose}>
      <p>The label that was there first stays.</p>
      {error && <Problem error={error} />}
      {data && (
        <ul className={styles.rows} tabIndex={0} aria-label="Rows and labels">
          {data.results.map(({ line, text, label, kept }) => (
            <li key={line}>
              {rowNoun(found)} {figure(line)} says “{label}”, the label is “{kept ?? "none"}”
              <span className={styles.text} dir="auto">
                <bdi>{text}</bdi>
              </span>
            </li>
          ))}
          {left > 0 && <li>{figure(left)} more are not listed here.</li>}
        </ul>
      )}
    </Dialog>
  );
}
