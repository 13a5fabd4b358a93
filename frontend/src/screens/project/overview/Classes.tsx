import { ClassName } from "@/components/ClassName";
import { Meter } from "@/components/Meter";
import { useState } from "react";
import { Link } from "wouter";
import { has, isOpen } from "@/api/features";
import type { Project } from "@/api/queries";
import { classes as classNames } from "@/components/classes";
import { TextButton } from "@/components/TextButton";
import { toAddress } from "@/state/items/filters";
import { figure } from "@/words/figures";
import { words } from "@/words/project/overview/overview";
import { Card } from "../Card";
import styles from "../Card.module.css";
import { type Balance, balance, facts } from "./balance";
import type { Stats } from "@/api/project";
import { Unbroken } from "../Unbroken";

/** Of more, those with the fewest labels are shown, and all when one asks. */
const FIT = 10;
const FEWEST = 8;

interface ClassesProps extends Pick<Stats, "classes"> {
  project: Project;
  /** Audit texts of the last measurement: a text may be of several classes, or of none. */
  checks: number;
  /** So many of a class make a figure of it. */
  enough: number;
}

/** How the labels spread over the classes, and how well the model knows each. */
export function Classes({ project, classes, checks, enough }: ClassesProps) {
  const [all, setAll] = useState(false);
  const rows = balance(classes, checks, enough);
  const measurable = rows.some(({ audit }) => audit !== null);
  const many = rows.length > FIT;
  const brief = many && !all;
  return (
    <Card title={many ? words.classesOf(rows.length) : words.classes} wide={many && all}>
      {!measurable && (
        <p className={classNames("small", "quiet", styles.note)}>{words.qualityNote(enough)}</p>
      )}
      {many && (
        <p className={classNames("small", "quiet", styles.note)}>
          {all ? words.mostLabelsFirst : words.fewestLabels(FEWEST)}{" "}
          <TextButton onClick={() => setAll(!all)}>
            {all ? words.showFewer : words.showAllClasses(rows.length)}
          </TextButton>
        </p>
      )}
      <ul aria-label={words.labelsOfEachClass} data-brief={brief || undefined}>
        {(brief ? fewest(rows) : rows).map((row) => (
          <Row key={row.id} {...{ project, row, measurable, brief }} />
        ))}
      </ul>
    </Card>
  );
}

/** Of many classes those that lack labels: that is where there is something to do. */
const fewest = (rows: readonly Balance[]): Balance[] =>
  rows.toSorted((one, other) => one.labels - other.labels).slice(0, FEWEST);

interface RowProps {
  project: Project;
  row: Balance;
  measurable: boolean;
  /** On one line, without what is known of its quality. */
  brief: boolean;
}

function Row({ project, row, measurable, brief }: RowProps) {
  const hunt = has(project, "hunt") && isOpen(project) && (
    <Link href={`/projects/${project.id}/hunt/${row.id}`} aria-label={words.lookForMore(row.name)}>
      {words.lookForMoreButton}
    </Link>
  );
  return (
    <li className={styles.class}>
      <div className={styles.line}>
        <span>
          {brief ? (
            <ClassName name={row.name} />
          ) : (
            <Link
              className={styles.texts}
              href={`/projects/${project.id}/items?${toAddress({ class: row.name })}`}
            >
              <ClassName name={row.name} />
            </Link>
          )}
          {row.rare && <span className={styles.rare}>{words.rare}</span>}
        </span>
        {brief && hunt}
        <span>{figure(row.labels)}</span>
      </div>
      <Meter share={row.share} />
      {!brief && (
        <p className={classNames("small", "quiet", styles.facts)}>
          {facts(row, measurable).map((fact) => (
            <span key={fact}>
              <Unbroken words={fact} />
            </span>
          ))}
          {hunt}
        </p>
      )}
    </li>
  );
}
