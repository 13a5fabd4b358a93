import { rowNoun, type Table } from "@/files/table";
import styles from "./Data.module.css";

const capital = (noun: string) => noun.charAt(0).toUpperCase() + noun.slice(1);
const figure = (value: number) => value.toLocaleString("en");

/** The lines that can't be used, by number and with the reason; what is good is kept. */
export function BadLines({ table }: { table: Table }) {
  const bad = table.read - table.kept;
  const noun = rowNoun(table);
  if (bad === 0) return null;
  if (table.kept === 0 && table.done)
    return (
      <p role="alert" className={styles.error}>
        No {noun} can be used: {noun} {table.bad[0]?.line} has {table.bad[0]?.reason}. Choose
        another column, or another file.
      </p>
    );
  return (
    <details className={styles.bad}>
      <summary>
        Keeping {figure(table.kept)} of {figure(table.read)}: {figure(bad)}{" "}
        {bad === 1 ? `${noun} is` : `${noun}s are`} left out
      </summary>
      <ul tabIndex={0} aria-label={`${capital(noun)}s left out`}>
        {table.bad.map(({ line, reason }) => (
          <li key={line}>
            {capital(noun)} {figure(line)}: {reason}
          </li>
        ))}
        {bad > table.bad.length && <li>and {figure(bad - table.bad.length)} more</li>}
      </ul>
    </details>
  );
}
