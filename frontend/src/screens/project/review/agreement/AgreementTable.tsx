import type { ReactNode } from "react";
import type { Agreement } from "@/api/review";
import { figure } from "@/words/figures";
import { missing, ranged, words } from "@/words/review";
import { Interval } from "../../Interval";
import styles from "./Agreement.module.css";

interface Row {
  key: string | number;
  name: ReactNode;
  agreement: Agreement["classes"][number]["agreement"];
}

const WITHOUT_SCROLLING = 12;

/** How far people agree, a row for each class or each two people. */
export function AgreementTable({
  id,
  title,
  of,
  rows,
}: {
  id: string;
  title: string;
  /** What the rows are of. */
  of: string;
  rows: Row[];
}) {
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className={styles.scroll} tabIndex={rows.length > WITHOUT_SCROLLING ? 0 : undefined}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col">{words.texts}</th>
              <th scope="col" className={styles.wide}>
                {words.agreement}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, agreement }) => (
              <tr key={key}>
                <td>{name}</td>
                <td>{figure(agreement.items)}</td>
                <td>
                  <Interval
                    of={agreement}
                    words={ranged(agreement, "agreement")}
                    missing={missing(agreement)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
