import { Link } from "wouter";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { classes as classNames } from "@/components/classes";
import { Card } from "./Card";
import styles from "./Card.module.css";
import { balance } from "./classes";
import { figure } from "@/words/figures";
import type { Stats } from "./queries";

const FIT = 6;

interface ClassesProps extends Pick<Stats, "classes"> {
  project: Project;
}

/** How the labels spread over the classes, and how well the model knows each. */
export function Classes({ project, classes }: ClassesProps) {
  const rows = balance(classes);
  const measurable = rows.some(({ audit }) => audit !== null);
  return (
    <Card title={rows.length > FIT ? `Classes: ${figure(rows.length)}` : "Classes"}>
      {!measurable && (
        <p className={classNames(styles.small, styles.note)}>
          How much of each class the model finds shows once it has 5 check texts.
        </p>
      )}
      <ul
        className={styles.scroll}
        // A box that scrolls must be reachable without a mouse.
        tabIndex={rows.length > FIT ? 0 : undefined}
        aria-label="Labels of each class"
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
              {row.rare && <span className={styles.rare}>rare · </span>}
              {measurable && (row.audit ?? "not measurable yet")}
              {measurable && has(project, "hunt") && " · "}
              {row.rare &&
                row.predicted !== null &&
                `about ${figure(row.predicted)} by the model · `}
              {has(project, "hunt") && (
                <Link
                  href={`/projects/${project.id}/hunt/${row.id}`}
                  aria-label={`Look for more ${row.name}`}
                >
                  Look for more
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
