import { useQuery } from "@tanstack/react-query";
import { Link, Redirect } from "wouter";
import { ApiError } from "@/api/errors";
import { type Project, project as projectQuery } from "@/api/queries";
import { Page } from "@/components/Page";
import { Problem } from "@/components/Problem";
import { QuietPage } from "@/components/QuietPage";
import { Cost } from "./Cost";
import { CurveCard } from "./CurveCard";
import { Classes } from "./Classes";
import { DataCard } from "./data/DataCard";
import { Head } from "./Head";
import { Headline } from "./Headline";
import { People } from "./People";
import styles from "./ProjectScreen.module.css";
import { imports as importsQuery } from "./queries";
import { Saved } from "./Saved";
import { StopLight } from "./StopLight";
import { useFigures } from "./use-figures";
import { Warned } from "./Warned";
import { Work } from "./Work";

const LOOK_AGAIN = 15_000;

/** What a project has reached, what it costs and what is going on: the engineer's screen. */
export default function ProjectScreen({ projectId }: { projectId: number }) {
  const project = useQuery({ ...projectQuery(projectId), refetchInterval: LOOK_AGAIN });
  if (project.data?.my_role === "annotator")
    return <Redirect to={`/projects/${projectId}/label`} replace />;
  if (project.data) return <Overview project={project.data} />;
  if (!project.error) return null;
  if (project.error instanceof ApiError && [403, 404, 422].includes(project.error.status))
    return (
      <QuietPage title="There is no such project here">
        <p>It was deleted, or you are not in it.</p>
        <Link href="/">To the projects</Link>
      </QuietPage>
    );
  return (
    <Page title="Project">
      <Problem error={project.error} retry={() => void project.refetch()} />
    </Page>
  );
}

function Overview({ project }: { project: Project }) {
  const { stats, curve, error, retry } = useFigures(project.id);
  const { data: imports = [] } = useQuery(importsQuery(project.id));
  const testSet = imports.some(({ role, state }) => role === "evaluation" && state === "ready");
  return (
    <Page title={project.name}>
      <Head project={project} labels={stats?.labels ?? project.label_count} />
      {stats && curve ? (
        <>
          <Headline curve={curve} stats={stats} testSet={testSet} />
          <Warned project={project} stats={stats} imports={imports} error={error} />
          <CurveCard curve={curve} stats={stats} projectId={project.id} name={project.name} />
          <div className={styles.cards}>
            <Saved curve={curve} />
            <StopLight stop={stats.stop} />
            <Cost projectId={project.id} />
          </div>
          <div className={styles.cards}>
            <People projectId={project.id} people={stats.people} />
            <Classes classes={stats.classes} />
            <Work projectId={project.id} stats={stats} />
          </div>
          <DataCard project={project} imports={imports} />
        </>
      ) : (
        error && <Problem error={error} retry={retry} />
      )}
    </Page>
  );
}
