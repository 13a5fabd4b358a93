import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { Link, Redirect } from "wouter";
import { has, isOpen } from "@/api/features";
import { huntService } from "@/api/hunt";
import { type Project, project as projectQuery } from "@/api/queries";
import { NoProject } from "@/components/page/NoProject";
import { Page } from "@/components/page/Page";
import { QuietPage } from "@/components/page/QuietPage";
import { useLastError } from "@/components/page/use-last-error";
import { useOutbox, usePast } from "@/components/sent/use-outbox";
import type { HuntContext } from "@/actions/hunt/action";
import { Hunt } from "@/state/hunt/hunt";
import { likeIn } from "@/state/hunt/like";
import { Past } from "@/state/outbox/past";
import { createStore } from "@/state/store";
import { words } from "@/words/hunt";
import { Context } from "./context";
import { Desk } from "./Desk";

interface HuntScreenProps {
  projectId: number;
  classId: number;
}

/** Where a class with few labels is looked for: what it is at the left, candidates at the right. */
export default function HuntScreen({ projectId, classId }: HuntScreenProps) {
  const project = useQuery(projectQuery(projectId));
  const error = useLastError(project);
  if (!project.data)
    return error && <NoProject error={error} retry={() => void project.refetch()} />;
  const root = `/projects/${projectId}`;
  if (!isOpen(project.data) || project.data.my_role === "annotator")
    return <Redirect to={root} replace />;
  if (!has(project.data, "hunt"))
    return (
      <QuietPage title={words.none}>
        <p>{words.noneMore}</p>
        <Link href={root}>{words.back}</Link>
      </QuietPage>
    );
  const hunted = project.data.classes.find(({ id }) => id === classId);
  if (!hunted)
    return (
      <QuietPage title={words.gone}>
        <p>{words.goneMore}</p>
        <Link href={root}>{words.back}</Link>
      </QuietPage>
    );
  // Another name is another class: what was said under the former one has been sent.
  return <Ready key={hunted.name} project={project.data} classId={classId} target={hunted.name} />;
}

interface ReadyProps {
  project: Project;
  classId: number;
  target: string;
}

function Ready({ project, classId, target }: ReadyProps) {
  const { id } = project;
  const outbox = useOutbox(id);
  const place = usePast(id, `hunt-${classId}`);
  const hunt = useMemo(() => {
    const like = likeIn(window.location.search);
    const service = huntService({ project_id: id, class_id: classId }, like);
    return new Hunt(service, outbox, { classId, target }, new Past(place));
  }, [id, classId, target, outbox, place]);
  const view = useMemo(() => createStore({ filter: null }), []);
  useEffect(() => {
    hunt.start();
    return () => hunt.stop();
  }, [hunt]);
  const context: HuntContext = useMemo(
    () => ({ project, target, hunt, view }),
    [project, target, hunt, view],
  );
  const trail = (
    <Link href={`/projects/${id}`}>
      <bdi>{project.name}</bdi>
    </Link>
  );
  return (
    <Page title={words.title(target)} trail={trail}>
      <Context value={context}>
        <Desk classId={classId} />
      </Context>
    </Page>
  );
}
