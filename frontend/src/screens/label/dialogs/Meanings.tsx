import { useQuery } from "@tanstack/react-query";
import { allExamples } from "@/api/labelling";
import type { Project } from "@/api/queries";
import { ClassName } from "@/components/ClassName";
import { classes as classNames } from "@/components/classes";
import styles from "./Dialogs.module.css";

interface MeaningsProps extends Pick<Project, "classes"> {
  projectId: number;
  className?: string;
}

/** What is written of each of these classes: its description, and texts that are examples of it. */
export function Meanings({ projectId, classes, className }: MeaningsProps) {
  const { data: examples } = useQuery(allExamples(projectId));
  const explained = classes.filter(
    ({ id, description }) => description !== "" || examples?.has(id),
  );
  if (explained.length === 0) return null;
  return (
    <dl className={classNames(styles.meanings, className)}>
      {explained.map(({ id, name, description }) => (
        <div key={id}>
          <dt dir="auto">
            <ClassName name={name} />
          </dt>
          {description !== "" && <dd dir="auto">{description}</dd>}
          {examples?.get(id)?.map((example) => (
            <dd key={example} className={styles.example} dir="auto">
              {example}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
