import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { curve } from "@/api/queries";
import { classes } from "@/components/classes";
import { Lines } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { WithSettings } from "@/components/WithSettings";
import type { Work, WorkList } from "@/state/review/work-list";
import { useStore } from "@/state/use-store";
import { NOT_LOOKED_YET, NOTHING, NOTHING_FOR_YOU, WHAT } from "@/words/review";
import { words } from "@/words/review";
import { useReview } from "./context";
import styles from "./Desk.module.css";
import { Queue } from "./Queue";

interface DeskProps<Row> {
  work: WorkList<Row>;
  id(row: Row): number;
  text(row: Row): string;
  /** What stands at the end of a row's line. */
  brief(row: Row): ReactNode;
  /** What the list is, where that depends on its rows. */
  what?(rows: readonly Row[], more: boolean): string;
  children(row: Row): ReactNode;
}

/** The text at hand with what there is to decide, and the others that wait below it. */
export function Desk<Row>({ work, id, text, brief, what, children }: DeskProps<Row>) {
  const found: Work<Row> = useStore(work.state);
  const { list, project } = useReview();
  const { data: measured } = useQuery(curve(project.id));
  if (list === "agreement") return null;
  const { rows, at, error, more } = found;
  if (error && !rows) return <Problem error={error} retry={() => void work.refresh()} />;
  if (!rows) return <Lines />;
  const row = rows[at];
  if (!row) {
    if (project.my_role === "annotator") return <p className={styles.nothing}>{NOTHING_FOR_YOU}</p>;
    const isLate = list === "errors" && measured?.points.length === 0;
    return (
      <p className={styles.nothing}>
        <WithSettings
          words={isLate ? NOT_LOOKED_YET : NOTHING[list]}
          projectId={project.id}
          section="how-people-label"
        />
      </p>
    );
  }
  return (
    <>
      <p className={styles.what}>{what?.(rows, more) ?? WHAT[list]}</p>
      <section className={styles.desk} aria-label={words.atHand}>
        <ItemText key={id(row)} text={text(row)} />
        <div className={styles.decision}>{children(row)}</div>
      </section>
      <Queue rows={rows} at={at} id={id} text={text} brief={brief} onGo={(n) => work.go(n)} />
    </>
  );
}

/** The text, whole: a long one scrolls. It is text whatever it looks like. */
function ItemText({ text }: { text: string }) {
  return (
    <div
      className={classes(styles.text, "shaded")}
      tabIndex={0}
      role="region"
      aria-label={words.text}
      aria-live="polite"
    >
      <p dir="auto">{text}</p>
    </div>
  );
}
