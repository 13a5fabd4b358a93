import { keepKeys } from "@/components/keep-keys";
import { savedWords } from "@/state/outbox";
import { useStore } from "@/state/use-store";
import { useLabelling } from "./context";
import styles from "./SavedState.module.css";

/** Whether the answers have arrived: silence when well, words only when not. */
export function SavedState() {
  const { labelling, view } = useLabelling();
  const outbox = useStore(labelling.outbox.state);
  const { everAnswered } = useStore(labelling.state);
  const { kind, words } = savedWords(outbox, everAnswered);
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
