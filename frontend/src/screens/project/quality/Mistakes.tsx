import { Link } from "wouter";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { classes as classNames } from "@/components/classes";
import { ClassName } from "@/components/ClassName";
import { figure } from "@/words/figures";
import { cellOf, type ClassQuality, type Quality, words } from "@/words/quality/quality";
import { toAddress } from "@/state/items/filters";
import matrix from "../review/agreement/Agreement.module.css";
import styles from "./Quality.module.css";

/** As many classes as a screen can show against each other. */
const MOST = 10;
const FIT_A_PHONE = 2;

/** What the model takes for what: a table of audit texts, each number with a way to its texts. */
export function Mistakes({ project, quality }: { project: Project; quality: Quality }) {
  const { classes, confusion } = quality;
  const rows = mostMistaken(quality);
  const most = Math.max(1, ...confusion.map(({ items }) => items));
  const of = (truth: number, predicted: number) =>
    confusion.find((cell) => cell.truth === truth && cell.predicted === predicted)?.items ?? 0;
  if (rows.length === 0)
    return (
      <section className={matrix.part} aria-labelledby="mistakes">
        <h3 id="mistakes">{words.mistakes}</h3>
        <p className={matrix.what}>{nothing(project, quality)}</p>
      </section>
    );
  return (
    <section className={matrix.part} aria-labelledby="mistakes">
      <h3 id="mistakes">{words.mistakes}</h3>
      <p className={matrix.what}>
        {words.mistakesAbout} {rows.length < classes.length && words.mostMistaken(rows.length)}
      </p>
      {rows.length > FIT_A_PHONE && (
        <p className={classNames("small", "quiet", styles.scrolls)}>{words.scrolls(rows.length)}</p>
      )}
      <div className={styles.wide} tabIndex={0}>
        <table className={matrix.matrix}>
          <thead>
            <tr>
              <td />
              {rows.map(({ class_id: id, name }) => (
                <th key={id} scope="col">
                  <ClassName name={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.class_id}>
                <th scope="row">
                  <ClassName name={row.name} />
                </th>
                {rows.map((column) => (
                  <Cell
                    key={column.class_id}
                    {...{ project, row, column, most, items: of(row.class_id, column.class_id) }}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface CellProps {
  project: Project;
  row: ClassQuality;
  column: ClassQuality;
  items: number;
  most: number;
}

function Cell({ project, row, column, items, most }: CellProps) {
  const isRight = row.class_id === column.class_id || undefined;
  if (items === 0) return <td data-right={isRight}>0</td>;
  const filters = { class: row.name, predicted: column.name, audit: "true" };
  return (
    <td
      className={styles.cell}
      data-right={isRight}
      style={{ ["--part" as string]: `${Math.round((26 * items) / most) + 4}%` }}
    >
      <Link
        href={`/projects/${project.id}/items?${toAddress(filters)}`}
        aria-label={cellOf(items, row.name, column.name)}
      >
        {figure(items)}
      </Link>
    </td>
  );
}

/** Why there is no table. */
function nothing(project: Project, { reason }: Quality): string {
  if (!has(project, "suspected_errors")) return words.noPairs;
  return reason?.detail ?? words.noMistakes;
}

/** The classes that take part in most mistakes, in the project's order; all where they are few. */
function mostMistaken({ classes, confusion }: Quality): ClassQuality[] {
  if (confusion.length === 0) return [];
  if (classes.length <= MOST) return [...classes];
  const mistakes = new Map<number, number>();
  const add = (id: number, items: number) => mistakes.set(id, (mistakes.get(id) ?? 0) + items);
  for (const { truth, predicted, items } of confusion)
    if (truth !== predicted) {
      add(truth, items);
      add(predicted, items);
    }
  const most = [...mistakes].sort(([, one], [, other]) => other - one).slice(0, MOST);
  const shown = new Set(most.map(([id]) => id));
  return classes.filter(({ class_id: id }) => shown.has(id));
}
