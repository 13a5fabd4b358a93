import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Agreement } from "@/api/review";
import { ClassName } from "@/components/ClassName";
import { spoken } from "@/words/terms/class-names";
import { figure } from "@/words/figures";
import { mixedUp } from "@/words/review";
import styles from "./Agreement.module.css";

const MOST = 6;

interface MixedProps {
  projectId: number;
  agreement: Agreement;
  title: string;
  about: string;
  children?: ReactNode;
}

/** Which classes people give to the same texts: a small matrix of those mixed up most. */
export function Mixed({ projectId, agreement, title, about, children }: MixedProps) {
  const { mixed, classes } = agreement;
  const ids = [...new Set(mixed.flatMap(({ one, other }) => [one, other]))].slice(0, MOST);
  if (ids.length === 0) return null;
  const byId = new Map(classes.map((one) => [one.class_id, one]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  const between = (a: number, b: number) =>
    mixed.find(({ one, other }) => (one === a && other === b) || (one === b && other === a))
      ?.items ?? 0;
  return (
    <section className={styles.part} aria-labelledby="mixed">
      <h3 id="mixed">{title}</h3>
      <p className={styles.what}>{about}</p>
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <td />
              {rows.map(({ class_id, name }) => (
                <th key={class_id} scope="col">
                  <ClassName name={name} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={row.class_id}>
                <th scope="row">
                  <ClassName name={row.name} />
                </th>
                {rows.map((column, other) => (
                  <td key={column.class_id} data-same={other === place || undefined}>
                    {other < place && (
                      <Texts
                        projectId={projectId}
                        items={between(row.class_id, column.class_id)}
                        mixed={[row.name, column.name]}
                      />
                    )}
                    {other === place && figure(row.agreed)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {children}
    </section>
  );
}

interface TextsProps {
  projectId: number;
  items: number;
  /** Names of the two classes. */
  mixed: readonly string[];
}

/** How many texts people gave both classes, with the way to them. */
function Texts({ projectId, items, mixed }: TextsProps) {
  if (items === 0) return <>0</>;
  const words = new URLSearchParams(mixed.map((name) => ["mixed", name]));
  return (
    <Link
      href={`/projects/${projectId}/items?${words.toString()}`}
      aria-label={mixedUp(items, mixed.map(spoken))}
    >
      {figure(items)}
    </Link>
  );
}
