import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pastDrift } from "@/api/model";
import { TextButton } from "@/components/TextButton";
import { figure } from "@/words/figures";
import { words } from "@/words/usage/drift";
import styles from "../../review/agreement/Agreement.module.css";

/** So many are shown, the latest. */
const LATEST = 5;

/** What earlier samples were found to be: whether the model still fits is told by comparing again. */
export function EarlierDrift({ projectId }: { projectId: number }) {
  const { data = [] } = useQuery(pastDrift(projectId));
  const [all, setAll] = useState(false);
  if (data.length === 0) return null;
  const newest = data.toReversed();
  return (
    <section className="above4" aria-labelledby="earlier-drift">
      <h4 id="earlier-drift">{words.earlier}</h4>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col" className={styles.pace}>
              {words.texts}
            </th>
            <th scope="col">{words.difference}</th>
            <th scope="col">{words.rightToday}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? newest : newest.slice(0, LATEST)).map((past) => (
            <tr key={past.id}>
              <td title={words.by(past)}>{words.day(past)}</td>
              <td className={styles.pace}>{figure(past.texts)}</td>
              <td>{past.changed ? <strong>{words.differs(past)}</strong> : words.differs(past)}</td>
              <td>{words.checkedThen(past)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {newest.length > LATEST && !all && (
        <TextButton onClick={() => setAll(true)}>{words.showAll(newest.length)}</TextButton>
      )}
    </section>
  );
}
