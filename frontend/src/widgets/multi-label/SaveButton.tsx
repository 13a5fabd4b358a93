import { Key } from "@/components/keys/Key";
import { keepKeys } from "@/components/keys/keep-keys";
import { onMac } from "@/components/keys/platform";
import { printed } from "@/state/keys/keys";
import { words } from "@/words/terms/answers";
import type { Means } from "../widget";
import styles from "./MultiLabel.module.css";

interface SaveButtonProps {
  /** Of what is chosen. */
  count: number;
  onSave(by: Means): void;
}

/** Gives what is chosen as the answer. */
export function SaveButton({ count, onSave }: SaveButtonProps) {
  return (
    <button
      type="button"
      className={styles.save}
      data-chosen={count > 0 || undefined}
      aria-keyshortcuts="Enter"
      onMouseDown={keepKeys}
      onClick={(event) => onSave(event.detail > 0 ? "pointer" : "key")}
    >
      <span>{count === 0 ? words.noneOfThem : words.saveOf(count)}</span>
      <span className={styles.key}>
        <Key name={printed("Enter", onMac)} quiet />
      </span>
    </button>
  );
}
