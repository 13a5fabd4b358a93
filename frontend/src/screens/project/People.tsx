import { Card } from "./Card";
import styles from "./Card.module.css";
import { ago, duration, figure } from "./figures";
import type { Stats } from "./queries";

/** Who labels, how much and how fast. */
export function People({ people }: Pick<Stats, "people">) {
  const now = Date.now();
  const rows = people.toSorted((a, b) => b.answers - a.answers);
  return (
    <Card title="People">
      {rows.length === 0 ? (
        <p className={styles.quiet}>Nobody has labelled yet. Label yourself, or invite someone.</p>
      ) : (
        <div className={styles.scroll} tabIndex={rows.length > 8 ? 0 : undefined}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Answers</th>
                <th scope="col">Median</th>
                <th scope="col">Seen</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((person) => (
                <tr key={person.user_id}>
                  <td>{person.name}</td>
                  <td>{figure(person.answers)}</td>
                  <td>{person.median_seconds === null ? "–" : duration(person.median_seconds)}</td>
                  <td>{person.last_seen ? ago(person.last_seen, now) : "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
