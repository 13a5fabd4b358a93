import { classes } from "@/components/classes";
import { DataColumns } from "@/components/text/DataColumns";
import { Problem } from "@/components/Problem";
import { useStore } from "@/state/use-store";
import { words } from "@/words/hunt";
import { useHunt } from "./context";
import styles from "./Hunt.module.css";

/** The text that might be of the class. It is text whatever it looks like. */
export function Candidate() {
  const { hunt } = useHunt();
  const { current, looking, problem } = useStore(hunt.state);
  if (problem)
    return (
      <div className={styles.place}>
        <Problem error={problem} retry={() => hunt.retry()} />
      </div>
    );
  if (!current)
    return (
      <div className={styles.place}>
        {looking ? (
          <p className="quiet">{words.looking}</p>
        ) : (
          <>
            <h2>{words.nothing}</h2>
            <p className="quiet">{words.nothingMore}</p>
          </>
        )}
      </div>
    );
  return (
    <div
      className={classes(styles.place, "shaded")}
      role="region"
      aria-label={words.candidate}
      aria-live="polite"
      tabIndex={0}
    >
      <p key={current.id} className={styles.words} dir="auto">
        {current.text}
      </p>
      <DataColumns columns={current.columns} />
    </div>
  );
}
