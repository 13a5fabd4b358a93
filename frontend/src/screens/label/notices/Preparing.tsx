import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import { Notice } from "./Notice";
import styles from "../dialogs/Dialogs.module.css";

/** The service is still reading the texts; the first ones come as soon as they can. */
export function Preparing() {
  const { labelling } = useLabelling();
  const { counts } = useStore(labelling.progress);
  const share = counts && counts.items > 0 ? counts.embedded / counts.items : 0;
  return (
    <Notice title={words.preparingTheFirstTexts}>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={words.textsEmbedded}
        aria-valuenow={Math.round(share * 100)}
      >
        <div style={{ transform: `scaleX(${share})` }} />
      </div>
      {counts && counts.items > 0 && (
        <p className="figures" aria-live="off">
          {words.ofEmbeddedLabelling(counts.embedded, counts.items)}
        </p>
      )}
    </Notice>
  );
}
