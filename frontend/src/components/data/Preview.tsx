import type { Table } from "@/files/table";
import { words } from "@/words/data/data";
import styles from "./Data.module.css";

const EXCERPT = 200;

/** The first rows, with the column of the texts marked. */
export function Preview({ table, text }: { table: Table; text: string }) {
  const at = table.columns.indexOf(text);
  return (
    <div className={styles.preview} tabIndex={0} role="region" aria-label={words.firstRows}>
      <table>
        <thead>
          <tr>
            {table.columns.map((name, column) => (
              <th key={column} scope="col" data-text={column === at || undefined}>
                <bdi>{name || words.noName}</bdi>
                {column === at && <span className="unseen">{words.theTexts}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, column) => (
                <td key={column} data-text={column === at || undefined} dir="auto">
                  {cell.slice(0, EXCERPT)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
