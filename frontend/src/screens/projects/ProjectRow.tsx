import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { ProjectSummary } from "@/api/queries";
import { standingWords, words } from "@/words/projects";
import styles from "./ProjectsScreen.module.css";

interface ProjectRowProps {
  project: ProjectSummary;
  /** For someone who only labels, the name leads there too. */
  annotates: boolean;
  /** Another one is called the same: when it was made tells them apart. */
  twin: boolean;
}

/** One project: its name, how far it is, and the way to label. */
export function ProjectRow({ project, annotates, twin }: ProjectRowProps) {
  const label = `/projects/${project.id}/label`;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <Link href={annotates ? label : `/projects/${project.id}`} className={styles.name}>
          <bdi>{project.name}</bdi>
        </Link>
        <p className="small quiet figures">
          {words.ofTextsLabelled(
            project.label_count,
            project.item_count,
            project.state !== "active" && ` · ${project.state}`,
          )}
          {twin && ` · ${words.made(project.created_at)}`}
        </p>
        {project.standing && standingWords(project.standing).length > 0 && (
          <ul className={styles.standing} aria-label={words.standingOf(project.name)}>
            {standingWords(project.standing).map((part) => (
              <li key={part}>
                <bdi>{part}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
      {project.state !== "archived" && (
        <Button
          component={Link}
          href={label}
          variant="default"
          aria-label={words.labelOf(project.name)}
        >
          {words.label}
        </Button>
      )}
    </li>
  );
}
