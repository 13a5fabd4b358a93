import type { Agreement } from "@/api/review";
import { figure } from "@/words/figures";
import { missing, ranged, who, words } from "@/words/review";
import { Interval } from "../Interval";
import styles from "./Agreement.module.css";

/** How far people agree two by two, those first who share most texts. */
export function Pairs({ agreement: { pairs, people } }: { agreement: Agreement }) {
  const names = new Map(people.map(({ user_id: id, name }) => [id, name]));
  const rows = pairs.flatMap(({ one, other, kappa }) => {
    const both = [names.get(one), names.get(other)].filter((name) => name !== undefined);
    return both.length === 2 ? [{ who: who({ people: both, count: 2 }), kappa }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="pairs">
      <h3 id="pairs">{words.twoByTwo}</h3>
      <div className={styles.scroll} tabIndex={rows.length > 12 ? 0 : undefined}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.people}</th>
              <th scope="col">{words.texts}</th>
              <th scope="col" className={styles.wide}>
                {words.agreement}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ who: both, kappa }) => (
              <tr key={both}>
                <td>
                  <bdi>{both}</bdi>
                </td>
                <td>{figure(kappa.items)}</td>
                <td>
                  <Interval
                    of={kappa}
                    words={ranged(kappa, "agreement")}
                    missing={missing(kappa)}
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
