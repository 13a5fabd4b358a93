import { Link } from "wouter";
import type { Project } from "@/api/queries";
import { ClassName } from "@/components/ClassName";
import { toAddress } from "@/state/items/filters";
import { percent } from "@/words/figures";
import { type Quality, suspects, words } from "@/words/quality/quality";
import styles from "../review/agreement/Agreement.module.css";

/** Classes that may be weak, by the model's own doubt. */
export function Suspects({ project, quality }: { project: Project; quality: Quality }) {
  const rows = suspects(quality);
  if (rows.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="suspects">
      <h3 id="suspects">{words.suspects}</h3>
      <p className={styles.what}>{words.suspectsAbout}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            <th scope="col">{words.expects}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ class_id: id, name, expected_precision: own }) => (
            <tr key={id}>
              <td>
                <Link href={`/projects/${project.id}/items?${toAddress({ class: name })}`}>
                  <ClassName name={name} />
                </Link>
              </td>
              <td>{percent(own!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
