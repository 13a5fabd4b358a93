import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { Link, Redirect, Route, Switch } from "wouter";
import { ApiError } from "@/api/errors";
import { type Project, project as projectQuery } from "@/api/queries";
import { Page } from "@/components/Page";
import { Problem } from "@/components/Problem";
import { QuietPage } from "@/components/QuietPage";
import { words } from "@/words/project/overview";
import { Head } from "./Head";
import { TABS, tabsOf } from "./tabs";
import { Tabs } from "./Tabs";

const LOOK_AGAIN = 15_000;

/** The engineer's screens of a project: each is a tab with an address of its own. */
export default function ProjectScreen({ projectId }: { projectId: number }) {
  const project = useQuery({ ...projectQuery(projectId), refetchInterval: LOOK_AGAIN });
  if (project.data?.my_role === "annotator") return <ForMembers project={project.data} />;
  if (project.data) return <Shown project={project.data} />;
  if (!project.error) return null;
  if (project.error instanceof ApiError && [403, 404, 422].includes(project.error.status))
    return (
      <QuietPage title={words.thereIsNoSuchProjectHere}>
        <p>{words.itWasDeletedOrYouAreNot}</p>
        <Link href="/">{words.toTheProjects}</Link>
      </QuietPage>
    );
  return (
    <Page title={words.project}>
      <Problem error={project.error} retry={() => void project.refetch()} />
    </Page>
  );
}

const REVIEW = TABS.find(({ path }) => path === "/review")!;

/** Who labels has no screens here, but that on which some of them decide where answers differ. */
function ForMembers({ project }: { project: Project }) {
  const root = `/projects/${project.id}`;
  return (
    <Switch>
      {project.may_adjudicate && (
        <Route path={`${root}${REVIEW.path}`}>
          <Page title={project.name} trail={<Link href={`${root}/label`}>{project.name}</Link>}>
            <Suspense fallback={null}>
              <REVIEW.Screen project={project} />
            </Suspense>
          </Page>
        </Route>
      )}
      <Route>
        <Redirect to={`${root}/label`} replace />
      </Route>
    </Switch>
  );
}

function Shown({ project }: { project: Project }) {
  const root = `/projects/${project.id}`;
  return (
    <Page title={project.name}>
      <Head project={project} />
      <Tabs project={project} root={root} />
      <Suspense fallback={null}>
        <Switch>
          {tabsOf(project).map(({ path, Screen }) => (
            <Route key={path} path={`${root}${path}`}>
              <Screen project={project} />
            </Route>
          ))}
          <Route>
            <Redirect to={root} replace />
          </Route>
        </Switch>
      </Suspense>
    </Page>
  );
}
