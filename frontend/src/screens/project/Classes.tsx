import { Link } from "wouter";
import { has, isOpen } from "@/api/features";
import type { Project } from "@/api/queries";
import { classes as classNames } from "@/components/classes";
import { figure } from "@/words/figures";
import { words } from "@/words/project/overview";
import { Card } from "./Card";
import styles from "./Card.module.css";
import { balance, facts } from "./classes";
import type { Stats } from "./queries";
import { Unbroken } from "./Unbroken";

/** More of them scroll in a box of their own. */
const FIT = 10;

interface ClassesProps extends Pick<Stats, "classes"> {
  project: Project;
  /** Check texts of the last measurement: a text may be of several classes, or of none. */
  checks: number;
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
        className={rows.length > FIT ? classNames(styles.scroll, "shaded") : undefined}
        // A box that scrolls must be reachable without a mouse.
        tabIndex={rows.length > FIT ? 0 : undefined}
        aria-label={words.labelsOfEachClass}
      >
        {rows.map((row) => (
          <li key={row.id} className={styles.class}>
            <div className={styles.line}>
              <span>
                <bdi>{row.name}</bdi>
                {row.rare && <span className={styles.rare}>{words.rare}</span>}
              </span>
              <span>{figure(row.labels)}</span>
            </div>
            <div className={styles.bar} aria-hidden>
              <div style={{ width: `${100 * row.share}%` }} />
            </div>
            <p className={classNames(styles.small, styles.facts)}>
              {facts(row, measurable).map((fact) => (
                <span key={fact}>
                  <Unbroken words={fact} />
                </span>
              ))}
              {has(project, "hunt") && isOpen(project) && (
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
