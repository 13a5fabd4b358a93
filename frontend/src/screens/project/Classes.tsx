import { Link } from "wouter";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { classes as classNames } from "@/components/classes";
import { figure } from "@/words/figures";
import { words } from "@/words/project/overview";
import { Card } from "./Card";
import styles from "./Card.module.css";
import { type Balance, balance } from "./classes";
import type { Stats } from "./queries";

const FIT = 6;

interface ClassesProps extends Pick<Stats, "classes"> {
  project: Project;
  /** Check texts of the last measurement: a text may be of several classes, or of none. */
  checks: number;
}

/** What is known of a class: how well the model knows it, or what came of looking for it. */
function known({ audit, met }: Balance, measurable: boolean): string | null {
  return audit ?? met ?? (measurable ? words.notMeasurableYet : null);
}

/** How the labels spread over the classes, and how well the model knows each. */
export function Classes({ project, classes, checks }: ClassesProps) {
  const rows = balance(classes, checks);
  const measurable = rows.some(({ audit }) => audit !== null);
  return (
    <Card title={rows.length > FIT ? words.classesOf(rows.length) : words.classes}>
      {!measurable && (
        <p className={classNames(styles.small, styles.note)}>{words.howMuchOfEachClassThe}</p>
      )}
      <ul
        className={styles.scroll}
        // A box that scrolls must be reachable without a mouse.
        tabIndex={rows.length > FIT ? 0 : undefined}
        aria-label={words.labelsOfEachClass}
      >
        {rows.map((row) => (
          <li key={row.id} className={styles.class}>
            <div className={styles.line}>
              <bdi>{row.name}</bdi>
              <span>{figure(row.labels)}</span>
            </div>
            <div className={styles.bar} aria-hidden>
              <div style={{ width: `${100 * row.share}%` }} />
            </div>
            <p className={styles.small}>
              {row.rare && <span className={styles.rare}>{words.rare}</span>}
              {known(row, measurable)}
              {has(project, "hunt") && known(row, measurable) && " · "}
              {row.rare && row.predicted !== null && words.aboutByTheModel(row.predicted)}
              {has(project, "hunt") && (
                <Link
                  href={`/projects/${project.id}/hunt/${row.id}`}
                  aria-label={words.lookForMore(row.name)}
                >
                  {words.lookForMore2}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
