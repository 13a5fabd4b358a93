import { TextButton } from "@/components/TextButton";
import { words } from "@/words/project/classes";
import styles from "./Classes.module.css";
import type { ProjectClass } from "./use-classes";

interface GoneClassesProps {
  classes: readonly ProjectClass[];
  onRestore(found: ProjectClass): void;
}

/** Classes that are no longer offered, each with the way back. */
export function GoneClasses({ classes, onRestore }: GoneClassesProps) {
  const gone = classes.filter(({ state }) => state !== "active");
  if (gone.length === 0) return null;
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  return (
    <div className={styles.gone}>
      <h3>{words.noLongerOffered}</h3>
      <ul>
        {gone.map((found) => (
          <li key={found.id}>
            <bdi>{found.name}</bdi>
            <span className="small quiet">
              {found.merged_into === null
                ? words.retiredKeepsTheModel(found.labels ?? 0)
                : words.means(names.get(found.merged_into) ?? "?")}
            </span>
            <TextButton onClick={() => onRestore(found)}>{words.bringBack}</TextButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
