import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import { PROJECTS_ACTIONS } from "@/actions/projects";
import { archivedProjects, me, type ProjectSummary, projects } from "@/api/queries";
import { marks } from "@/api/session/taken";
import { Page } from "@/components/page/Page";
import { Problem } from "@/components/Problem";
import { useKeys } from "@/components/keys/use-keys";
import { words } from "@/words/projects";
import { ProjectRow } from "./ProjectRow";
import styles from "./ProjectsScreen.module.css";

/** Every project that one may see, the newest first. */
export function ProjectsScreen() {
  const list = useQuery(projects);
  const { data: person } = useQuery(me);
  const creates = person !== undefined && person.role !== "annotator";
  const [, go] = useLocation();
  const context = useMemo(() => ({ creates, create: () => go("/projects/new") }), [creates, go]);
  useKeys(PROJECTS_ACTIONS, context);
  return (
    <Page title={words.projects}>
      <div className={styles.head}>
        <h1 className={styles.title}>{words.projects}</h1>
        {creates && list.data && list.data.length > 0 && (
          <Button component={Link} href="/projects/new">
            {words.newProject}
          </Button>
        )}
      </div>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.error && <TakenAlong />}
      {list.data && <Rows rows={list.data} creates={creates} />}
      {creates && <Archived />}
    </Page>
  );
}

function Rows({ rows, creates }: { rows: ProjectSummary[]; creates: boolean }) {
  if (rows.length === 0) return <Nothing creates={creates} />;
  return <List rows={rows} annotates={!creates} />;
}

function List({ rows, annotates }: { rows: ProjectSummary[]; annotates: boolean }) {
  const twins = ({ id, name }: ProjectSummary) =>
    rows.some((other) => other.id !== id && other.name === name);
  return (
    <ul className={styles.rows}>
      {rows.map((project) => (
        <ProjectRow key={project.id} {...{ project, annotates, twin: twins(project) }} />
      ))}
    </ul>
  );
}

/** What is there without a network. */
function TakenAlong() {
  return (
    <ul className="stack gap2">
      {marks().map(({ projectId }) => (
        <li key={projectId}>
          <Link href={`/projects/${projectId}/label`}>{words.takenAlong}</Link>
        </li>
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
      <summary>{words.archivedProjects(rows.length)}</summary>
      <List rows={rows} annotates={false} />
    </details>
  );
}

function Nothing({ creates }: { creates: boolean }) {
  if (!creates) return <p className={styles.nothing}>{words.noProjects}</p>;
  return (
    <div className={styles.nothing}>
      <p>{words.projectAbout}</p>
      <Button component={Link} href="/projects/new">
        {words.newProject}
      </Button>
    </div>
  );
}
