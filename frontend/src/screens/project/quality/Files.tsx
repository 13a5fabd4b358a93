import { tableAddress } from "@/api/quality";
import type { Project } from "@/api/queries";
import { formatName } from "@/words/data/formats";
import { words } from "@/words/quality/quality";
import matrix from "../review/agreement/Agreement.module.css";

const TABLES = ["classes", "confusion", "confidence"] as const;
const FORMATS = ["csv", "xlsx"] as const;

/** The tables of this screen as files. */
export function Files({ project }: { project: Project }) {
  return (
    <section className={matrix.part} aria-labelledby="files">
      <h3 id="files">{words.download}</h3>
      <ul className="wrap gap4">
        {TABLES.flatMap((table) =>
          FORMATS.map((format) => (
            <li key={`${table} ${format}`}>
              <a href={tableAddress(project.id, table, format)} download>
                {words.fileOf(words.tables[table], formatName(format))}
              </a>
            </li>
          )),
        )}
      </ul>
    </section>
  );
}
