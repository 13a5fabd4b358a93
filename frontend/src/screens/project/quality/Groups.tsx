import { Fragment, useState } from "react";
import { ClassName } from "@/components/ClassName";
import { TextButton } from "@/components/TextButton";
import { figure } from "@/words/figures";
import { type Quality, ranged, words } from "@/words/quality/quality";
import { Interval } from "../Interval";
import styles from "../review/agreement/Agreement.module.css";

/** Classes that can't be judged alone, in groups that can. */
export function Groups({ quality: { classes, groups, enough } }: { quality: Quality }) {
  const named = (id: number) => classes.find(({ class_id }) => class_id === id)?.name ?? "";
  if (groups.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="groups">
      <h3 id="groups">{words.groups}</h3>
      <p className={styles.what}>{words.groupsAbout}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.classes}</th>
            <th scope="col">{words.audits}</th>
            <th scope="col" className={styles.wide}>
              {words.found}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ class_ids: ids, recall }) => (
            <tr key={ids.join()}>
              <td>
                <Names of={ids.map(named)} />
              </td>
              <td>{figure(recall.items)}</td>
              <td>
                <Interval
                  of={recall}
                  words={ranged(recall)}
                  missing={words.tooFew(recall.items, enough)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** So many classes of a group are named at once. */
const FIRST = 8;

function Names({ of }: { of: readonly string[] }) {
  const [all, setAll] = useState(false);
  const names = all || of.length === FIRST + 1 ? of : of.slice(0, FIRST);
  return (
    <>
      {names.map((name, place) => (
        <Fragment key={name}>
          {place > 0 && ", "}
          <ClassName name={name} />
        </Fragment>
      ))}
      {names.length < of.length && (
        <>
          {" "}
          <TextButton onClick={() => setAll(true)}>{words.more(of.length - FIRST)}</TextButton>
        </>
      )}
    </>
  );
}
