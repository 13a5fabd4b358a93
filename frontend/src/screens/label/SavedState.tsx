import { keepKeys } from "@/components/keep-keys";
import { savedWords } from "@/state/outbox";
import { useStore } from "@/state/use-store";
import { words as labelWords } from "@/words/label";
import { useLabelling } from "./context";
import styles from "./SavedState.module.css";

/** Whether the answers have arrived: silence when well, words only when not. */
export function SavedState() {
  const { labelling, view } = useLabelling();
  const outbox = useStore(labelling.outbox.state);
  const { everAnswered, commented } = useStore(labelling.state);
  const { queue } = useStore(labelling.supply.state);
  const isCommented = commented !== null && commented === queue.current?.item.id;
  const saved = savedWords(outbox, everAnswered || isCommented);
  const { kind } = saved;
  const words = kind === "saved" && isCommented ? labelWords.commentSaved : saved.words;
  return (
    <div role="status" className={styles.saved} data-kind={kind}>
      {kind === "refused" ? (
        <button
          type="button"
          onMouseDown={keepKeys}
          onClick={() => view.change({ dialog: "refused" })}
        >
          {words}
        </button>
      ) : (
        words
      )}
    </div>
  );
}
