import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@/components/dialog/Dialog";
import { Problem } from "@/components/Problem";
import { figure } from "@/words/figures";
import { words } from "@/words/project/data/data";
import { refusal, rowNoun } from "@/words/project/data/imports";
import { type Import, rejected } from "@/api/project";
import styles from "./Rows.module.css";

interface RejectedDialogProps {
  projectId: number;
  found: Import;
  onClose(): void;
}

/** The lines of a file that were left out: where they stand, and why. */
export function RejectedDialog({ projectId, found, onClose }: RejectedDialogProps) {
  const { data, error } = useQuery(rejected(projectId, found.import_id));
  const left = data ? (data.total ?? 0) - data.results.length : 0;
  return (
    <Dialog title={words.thatWereLeftOut(rowNoun(found))} wide onClose={onClose}>
      {error && <Problem error={error} />}
      {data && (
        <ul className={styles.rows} tabIndex={0} aria-label={words.andReasons(rowNoun(found))}>
          {data.results.map(({ line, detail, content }) => (
            <li key={line}>
              {rowNoun(found)} {figure(line)}: {refusal(detail)}
              {content && <code>{content}</code>}
            </li>
          ))}
          {left > 0 && <li>{words.moreRows(left)}</li>}
        </ul>
      )}
    </Dialog>
  );
}
