import { ClassName } from "@/components/ClassName";
import { figure } from "@/words/figures";
import { type Quality, ranged, weakestFirst, words } from "@/words/quality";
import { Interval } from "../Interval";
import styles from "../review/Agreement.module.css";

/** How much of each class the model finds, and how often it is right where it names it. */
export function ByClass({ quality: { classes, enough } }: { quality: Quality }) {
  return (
    <section className={styles.part} aria-labelledby="by-class">
      <h3 id="by-class">{words.byClass}</h3>
      <p className={styles.what}>{words.byClassAbout}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            <th scope="col">{words.labels}</th>
            <th scope="col">{words.audits}</th>
            <th scope="col" className={styles.wide}>
              {words.found}
            </th>
            <th scope="col" className={styles.wide}>
              {words.right}
            </th>
          </tr>
        </thead>
        <tbody>
          {weakestFirst(classes).map(({ class_id: id, name, labels, recall, precision }) => (
            <tr key={id}>
              <td>
                <ClassName name={name} />
              </td>
              <td>{figure(labels)}</td>
              <td>{figure(recall.items)}</td>
              {[recall, precision].map((share, at) => (
                <td key={at}>
                  <Interval
                    of={share}
                    words={ranged(share)}
                    missing={words.tooFew(share.items, enough)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
