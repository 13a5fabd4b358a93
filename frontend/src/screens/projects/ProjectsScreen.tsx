import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { archivedProjects, me, type ProjectSummary, projects } from "@/api/queries";
import { Page } from "@/components/Page";
import { Problem } from "@/components/Problem";
import { ProjectRow } from "./ProjectRow";
import styles from "./ProjectsScreen.module.css";

/** Every project that one may see, the newest first. */
export function ProjectsScreen() {
  const list = useQuery(projects);
  const { data: person } = useQuery(me);
  const creates = person !== undefined && person.role !== "annotator";
  return (
    <Page title="Projects">
      <div className={styles.head}>
        <h1 className={styles.title}>Projects</h1>
        {creates && list.data && list.data.length > 0 && (
          <Button component={Link} href="/projects/new">
            New project
          </Button>
        )}
      </div>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data && <Rows rows={list.data} creates={creates} />}
      {creates && <Archived />}
    </Page>
  );
}

function Rows({ rows, creates }: { rows: ProjectSummary[]; creates: boolean }) {
  if (rows.length === 0) return <Nothing creates={creates} />;
  return (
    <ul className={styles.rows}>
      {rows.map((project) => (
        <ProjectRow key={project.id} project={project} annotates={!creates} />
      ))}
    </ul>
  );
}

/** Projects that were put away, shown when somebody looks for one. */
function Archived() {
  const { data: rows = [] } = useQuery(archivedProjects);
  if (rows.length === 0) return null;
  return (
    <details className={styles.archived}>
      <summary>
        {rows.length === 1 ? "1 archived project" : `${rows.length} archived projects`}
      </summary>
      <ul className={styles.rows}>
        {rows.map((project) => (
          <ProjectRow key={project.id} project={project} annotates={false} />
        ))}
      </ul>
    </details>
  );
}

function Nothing({ creates }: { creates: boolean }) {
  if (!creates)
    return (
      <p className={styles.nothing}>
        You are in no project yet. A project appears here when someone invites you to it.
      </p>
    );
  return (
    <div className={styles.nothing}>
      <p>
        A project is a pile of texts and the answers they can get. Bring a CSV, JSON or Parquet
        file; the first text is on your screen a minute later.
      </p>
      <Button component={Link} href="/projects/new">
        New project
      </Button>
    </div>
  );
}
