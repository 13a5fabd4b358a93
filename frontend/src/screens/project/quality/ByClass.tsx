import { useState } from "react";
import { ClassName } from "@/components/ClassName";
import { TextButton } from "@/components/TextButton";
import { figure } from "@/words/figures";
import { type Quality, ranged, weakestFirst, words } from "@/words/quality/quality";
import { Interval } from "../Interval";
import styles from "../review/agreement/Agreement.module.css";

/** Up to so many classes without figures stand in the table at once. */
const MOST_UNKNOWN = 10;

/** How much of each class the model finds, and how often it is right where it names it. */
export function ByClass({ quality: { classes, enough } }: { quality: Quality }) {
  const [all, setAll] = useState(false);
  const ordered = weakestFirst(classes);
  const unknown = ordered.filter(({ f1 }) => f1 === null).length;
  const hides = unknown > MOST_UNKNOWN;
  const rows = hides && !all ? ordered.slice(0, ordered.length - unknown) : ordered;
  return (
    <section className={styles.part} aria-labelledby="by-class">
      <h3 id="by-class">{words.byClass}</h3>
      <p className={styles.what}>{words.byClassAbout(enough)}</p>
      {rows.length > 0 && (
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
            {rows.map(({ class_id: id, name, labels, recall, precision }) => (
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
      )}
      {hides && (
        <p>
          <TextButton onClick={() => setAll(!all)}>
            {all ? words.hideUnknown : words.showUnknown(unknown)}
          </TextButton>
        </p>
      )}
    </section>
  );
}
