import { Dialog } from "@/components/dialog/Dialog";
import { figure } from "@/words/figures";
import { words } from "@/words/project/data/data";
import { refusal, rowNoun } from "@/words/project/data/imports";
import type { Import } from "@/api/project";
import styles from "./Rows.module.css";

interface WarningsDialogProps {
  found: Import;
  onClose(): void;
}

/** What of a file was taken but may not be meant. */
export function WarningsDialog({ found, onClose }: WarningsDialogProps) {
  return (
    <Dialog title={words.warningsTitle} wide onClose={onClose}>
      <ul className={styles.rows} tabIndex={0} aria-label={words.warnings}>
        {found.warnings.map(({ line, detail }) => (
          <li key={`${line} ${detail}`}>
            {line !== null && `${rowNoun(found)} ${figure(line)}: `}
            {refusal(detail)}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
