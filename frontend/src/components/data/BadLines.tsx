import { rowNoun, type Table } from "@/files/table";
import { words } from "@/words/data/data";
import styles from "./Data.module.css";

/** The lines that can't be used, by number and with the reason; what is good is kept. */
export function BadLines({ table }: { table: Table }) {
  const bad = table.read - table.kept;
  const noun = rowNoun(table);
  if (bad === 0) return null;
  if (table.kept === 0 && table.done)
    return (
      <p role="alert" className="error">
        {words.noUsableRow(noun, table.bad[0]?.line, table.bad[0]?.reason)}
      </p>
    );
  return (
    <details className={styles.bad}>
      <summary>{words.keeping(table.kept, table.read, bad, noun)}</summary>
      <ul tabIndex={0} aria-label={words.leftOut(noun)}>
        {table.bad.map(({ line, reason }) => (
          <li key={line}>{words.bad(noun, line, reason)}</li>
        ))}
        {bad > table.bad.length && <li>{words.andMore(bad - table.bad.length)}</li>}
      </ul>
    </details>
  );
}
