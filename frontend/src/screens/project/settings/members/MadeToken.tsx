import { words } from "@/words/project/people";
import { CopyLine } from "../../people/CopyLine";
import styles from "../../Dialogs.module.css";

/** A token that was just made: it is never shown again. */
export function MadeToken({ token, name }: { token: string; name: string }) {
  return (
    <div className={styles.inviteDialogForm}>
      <CopyLine label={words.token} text={token} />
      <p className="quiet">{words.whoHasItIs(<bdi>{name}</bdi>)}</p>
    </div>
  );
}
