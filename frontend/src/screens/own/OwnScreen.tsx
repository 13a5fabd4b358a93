import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { OWN_ACTIONS } from "@/actions/own";
import { me, type Project, project as projectQuery } from "@/api/queries";
import { NoProject } from "@/components/page/NoProject";
import { Page } from "@/components/page/Page";
import { useKeys } from "@/components/keys/use-keys";
import { useLastError } from "@/components/page/use-last-error";
import { fromAddress, type OwnFilters, toAddress } from "@/state/own/filters";
import { words } from "@/words/own";
import { Changing } from "./Changing";
import { Context, type Own, useOwn } from "./context";
import { List } from "./List";
import { Tools } from "./Tools";
import { useWorkings } from "./use-workings";

/** What one has answered and skipped oneself, to look at it again and change it. */
export default function OwnScreen({ projectId }: { projectId: number }) {
  const person = useQuery(me);
  const project = useQuery(projectQuery(projectId));
  const error = useLastError(project);
  if (person.data && project.data) return <Ready project={project.data} />;
  if (error) return <NoProject error={error} retry={() => void project.refetch()} />;
  return <Page title={words.yourAnswers}>{null}</Page>;
}

/** Moving goes on while its key is held down. */
const REPEATING = { repeats: /^(?:Arrow|Page|[jk]$)/i };

function Ready({ project }: { project: Project }) {
  const { id } = project;
  const root = `/projects/${id}`;
  const workings = useWorkings(id);
  const { list, view } = workings;
  const search = useSearch();
  const [, navigate] = useLocation();
  const filters = useMemo(() => fromAddress(search), [search]);
  useEffect(() => list.open(filters), [list, filters]);
  const ask = useCallback(
    (wanted: OwnFilters, how?: "replace") => {
      view.leave();
      const address = toAddress(wanted);
      navigate(`${root}/answers${address && `?${address}`}`, { replace: how === "replace" });
    },
    [view, root, navigate],
  );
  const own = useMemo<Own>(
    () => ({
      ...{ ...workings, project, filters, ask },
      turn: (mark) => ask({ ...filters, mark: filters.mark === mark ? undefined : mark }),
      leave: () => navigate(`${root}/label`),
    }),
    [workings, project, filters, ask, root, navigate],
  );
  return (
    <Context value={own}>
      <Page
        title={words.yourAnswers}
        trail={
          <Link href={`${root}/label`}>
            <bdi>{project.name}</bdi>
          </Link>
        }
      >
        <Screen />
      </Page>
    </Context>
  );
}

function Screen() {
  useKeys(OWN_ACTIONS, useOwn(), REPEATING);
  return (
    <>
      <Tools />
      <List />
      <Changing />
    </>
  );
}
