import { between, figure } from "@/words/figures";
import { type Quality, ranged, words } from "@/words/quality/quality";
import { Interval } from "../Interval";
import styles from "../review/agreement/Agreement.module.css";

/** How sure the model is, and how often it is right then. */
export function Confidence({ quality: { confidence, enough } }: { quality: Quality }) {
  return (
    <section className={styles.part} aria-labelledby="confidence">
      <h3 id="confidence">{words.confidence}</h3>
      <p className={styles.what}>{words.confidenceAbout(enough)}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.itSays}</th>
            <th scope="col">{words.texts}</th>
            <th scope="col" className={styles.wide}>
              {words.itIsRight}
            </th>
          </tr>
        </thead>
        <tbody>
          {confidence.map(({ above, up_to: upTo, items, right, low, high }) => {
            const share = { value: items < enough ? null : right, low, high, items };
            return (
              <tr key={above}>
                <td>
                  {between(above, upTo)}
                  {"\u00a0%"}
                </td>
                <td>{figure(items)}</td>
                <td>
                  <Interval
                    of={share}
                    words={ranged(share)}
                    missing={words.tooFew(items, enough)}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
