import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { Link, Redirect, Route, Switch } from "wouter";
import { every, type Project, project as projectQuery } from "@/api/queries";
import { Lines, Loading } from "@/components/page/Loading";
import { NoProject } from "@/components/page/NoProject";
import { Page } from "@/components/page/Page";
import { useLastError } from "@/components/page/use-last-error";
import { Actions, Name } from "./Head";
import { Outage } from "./Outage";
import { TABS, tabsOf } from "./tabs";
import { Tabs } from "./Tabs";

const LOOK_AGAIN = 15_000;

/** The engineer's screens of a project: each is a tab with an address of its own. */
export default function ProjectScreen({ projectId }: { projectId: number }) {
  const project = useQuery({ ...projectQuery(projectId), refetchInterval: every(LOOK_AGAIN) });
  const error = useLastError(project);
  if (project.data?.my_role === "annotator") return <ForMembers project={project.data} />;
  if (project.data) return <Shown project={project.data} />;
  if (!error) return <Loading />;
  return <NoProject error={error} retry={() => void project.refetch()} />;
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
            <Suspense fallback={<Lines />}>
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
    <Page
      title={project.name}
      trail={<Name project={project} />}
      under={
        <>
          <Tabs project={project} root={root} />
          <Actions project={project} />
        </>
      }
    >
      <Outage />
      <Suspense fallback={<Lines />}>
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
