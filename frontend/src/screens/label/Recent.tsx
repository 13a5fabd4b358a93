import { earlier } from "@/actions";
import { hasCodes } from "@/actions/action";
import { keepKeys } from "@/components/keys/keep-keys";
import { TextButton } from "@/components/TextButton";
import { useStore } from "@/state/use-store";
import { words } from "@/words/label/label";
import { useLabelling } from "./context";
import { isMeant, madeOf, oneLine } from "./decisions";
import styles from "./Recent.module.css";

const SHOWN = 8;
const EXCERPT = 60;

/** What was decided last, the latest first: one press brings a text back to be decided anew. */
export function Recent() {
  const context = useLabelling();
  const { labelling, project } = context;
  const decisions = useStore(labelling.past.state).slice(-SHOWN).reverse();
  return (
    <nav
      className={styles.strip}
      data-many={hasCodes(project) || undefined}
      aria-label={words.recent}
    >
      <ol className={styles.decisions}>
        {decisions.map((decision, place) => {
          const made = madeOf(project, decision);
          const text = oneLine(decision.slot.item.text).slice(0, EXCERPT);
          return (
            // By their places, in which they come and go: none moves.
            <li key={place}>
              <button
                type="button"
                className={styles.decision}
                title={words.goBackTo(made, text)}
                disabled={labelling.supply.isClosed}
                onMouseDown={keepKeys}
                onClick={(event) => isMeant(context, event) && labelling.undo(decision.id)}
              >
                <bdi className={styles.made}>{made}</bdi> <bdi>{text}</bdi>
              </button>
            </li>
          );
        })}
      </ol>
      {decisions.length > 0 && (
        <TextButton quiet onClick={() => earlier.run(context)}>
          {words.allEarlier}
        </TextButton>
      )}
    </nav>
  );
}
