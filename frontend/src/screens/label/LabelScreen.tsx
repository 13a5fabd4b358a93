import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Held } from "@/api/session/held";
import { labellingService } from "@/api/labelling";
import { me, type Project, project as projectQuery } from "@/api/queries";
import { Taken } from "@/api/session/taken";
import { Loading } from "@/components/page/Loading";
import { NoProject } from "@/components/page/NoProject";
import { QuietPage } from "@/components/page/QuietPage";
import { useLastError } from "@/components/page/use-last-error";
import { useOutbox } from "@/components/sent/use-outbox";
import { ROOMS } from "@/rooms";
import { createStore } from "@/state/store";
import { browserChannel, Claim } from "@/state/outbox/claim";
import { browserClock } from "@/state/clock";
import { Labelling } from "@/state/labelling/labelling";
import { preferences } from "@/state/preferences";
import { session } from "@/state/session";
import { onDevice } from "@/state/storage";
import type { TakenAlong } from "@/state/labelling/supply-state";
import { useStore } from "@/state/use-store";
import { createView } from "@/state/view";
import { inWords, widgetFor } from "@/widgets";
import { words } from "@/words/label/label";
import { Context } from "./context";
import { Elsewhere } from "./notices/Elsewhere";
import { ShutOut } from "./notices/ShutOut";
import { Workplace } from "./Workplace";

/** The labelling screen of a project: loads who and what, then hands over to the workplace. */
export default function LabelScreen({ projectId }: { projectId: number }) {
  const person = useQuery(me);
  const project = useQuery(projectQuery(projectId));
  const error = useLastError(project);
  if (error && !project.data)
    return <NoProject error={error} retry={() => void project.refetch()} />;
  if (!person.data || !project.data) return <Loading lines={false} />;
  if (!widgetFor(project.data))
    return (
      <QuietPage title={words.unknownTitle}>
        <p>{words.unknownReason(project.data.answer_kind)}</p>
      </QuietPage>
    );
  const ready = <Ready userId={person.data.id} project={project.data} />;
  return ROOMS.reduce<ReactNode>(
    (inside, { beforeLabelling: Before }) =>
      Before ? <Before project={project.data}>{inside}</Before> : inside,
    ready,
  );
}

interface Who {
  userId: number;
  project: Project;
}

/** Only in one tab at a time. */
function Ready({ userId, project }: Who) {
  // Who labels in another tab takes this one's place there: what is left is known here, too.
  useOutbox(project.id);
  const claim = useMemo(
    () => new Claim(browserChannel(`postil.labelling.${userId}.${project.id}`), browserClock),
    [userId, project.id],
  );
  const holds = useStore(claim.holds);
  useEffect(() => {
    claim.start();
    return () => claim.stop();
  }, [claim]);
  if (!holds) return <Elsewhere take={() => claim.take()} />;
  return <WithTaken userId={userId} project={project} claim={claim} />;
}

/** What an earlier visit took along is read first, where it took any. */
function WithTaken(who: Who & { claim: Claim }) {
  const { userId, project } = who;
  const device = useMemo(() => new Taken(userId, project.id), [userId, project.id]);
  const [taken, setTaken] = useState<TakenAlong | null | undefined>(() =>
    device.isThere ? undefined : null,
  );
  useEffect(() => {
    if (taken === undefined) void device.load().then(setTaken, () => setTaken(null));
  }, [device, taken]);
  if (taken === undefined) return <Loading lines={false} />;
  return <Here {...who} device={device} taken={taken} />;
}

interface AtWork extends Who {
  claim: Claim;
  device: Taken;
  taken: TakenAlong | null;
}

/** Each time the tab takes over it begins anew, with what the device keeps. */
function Here({ userId, project, claim, device, taken }: AtWork) {
  const { id, answer_kind } = project;
  const outbox = useOutbox(id);
  const held = useHeld(userId, id);
  const labelling = useMemo(
    () =>
      new Labelling({
        service: labellingService(id),
        clock: browserClock,
        storage: onDevice(),
        held,
        userId,
        projectId: id,
        outbox,
        taken,
        inWords: (answer) => inWords({ answer_kind }, answer),
        onSignedOut: () => session.set("signed-out"),
      }),
    [userId, id, answer_kind, outbox, taken, held],
  );
  const view = useMemo(() => createView(preferences.get().guidelinesPinned), []);
  const context = useMemo(
    () => ({
      ...{ project, labelling, view, preferences, device },
      scroller: createStore<HTMLElement | null>(null),
    }),
    [project, labelling, view, device],
  );
  const { shutOut } = useStore(labelling.state);
  useEffect(() => {
    const { state } = labelling.supply;
    return state.subscribe(() => void device.follow(state.get()));
  }, [labelling, device]);
  useEffect(() => {
    if (shutOut) void device.forget();
  }, [shutOut, device]);
  useClasses(project, labelling);
  useEffect(() => {
    labelling.start();
    return () => (claim.holds.get() ? labelling.stop() : labelling.handOver());
  }, [labelling, claim]);
  if (shutOut) return <ShutOut lost={labelling.lost} />;
  return (
    <Context value={context}>
      <Workplace />
    </Context>
  );
}

/** Where the tab keeps what it holds, with what is known by then of who and what it is for. */
function useHeld(userId: number, projectId: number): Held {
  const queries = useQueryClient();
  return useMemo(() => {
    const known = () => ({
      "/api/v1/session": { user: queries.getQueryData(me.queryKey) },
      [`/api/v1/projects/${projectId}`]: queries.getQueryData(projectQuery(projectId).queryKey),
    });
    return new Held({ userId, projectId }, known);
  }, [queries, userId, projectId]);
}

/** Reads the project again when somebody has changed its classes: the heartbeat says so. */
function useClasses({ id, classes_version: known = 0 }: Project, labelling: Labelling): void {
  const queries = useQueryClient();
  const version = useStore(labelling.progress).counts?.classes ?? 0;
  useEffect(() => {
    if (version > known)
      void queries.invalidateQueries({ queryKey: projectQuery(id).queryKey, exact: true });
  }, [version, known, id, queries]);
}
