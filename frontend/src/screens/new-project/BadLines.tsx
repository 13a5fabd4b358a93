import styles from "./DataStep.module.css";
import page from "./NewProject.module.css";
import type { Table } from "./table";

const figure = (value: number) => value.toLocaleString("en");

/** The lines that can't be used, by number and with the reason; what is good is kept. */
export function BadLines({ table }: { table: Table }) {
  const bad = table.read - table.kept;
  if (bad === 0) return null;
  if (table.kept === 0 && table.done)
    return (
      <p role="alert" className={page.error}>
        No line can be used: line {table.bad[0]?.line} has {table.bad[0]?.reason}. Choose another
        column, or another file.
      </p>
    );
  return (
    <details className={styles.bad}>
      <summary>
        Keeping {figure(table.kept)} of {figure(table.read)}: {figure(bad)}{" "}
        {bad === 1 ? "line is" : "lines are"} left out
      </summary>
      <ul tabIndex={0} aria-label="Lines left out">
        {table.bad.map(({ line, reason }) => (
          <li key={line}>
            Line {figure(line)}: {reason}
          </li>
        ))}
        {bad > table.bad.length && <li>and {figure(bad - table.bad.length)} more</li>}
      </ul>
    </details>
  );
}
