import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { isSignedOut } from "@/state/errors";
import { canKeep, keepPage } from "@/api/session/keep-page";
import { sendWhatIsLeft } from "@/api/outbox/outbox";
import { me } from "@/api/queries";
import { useTaken } from "@/components/use-taken";
import { Caught } from "@/components/Caught";
import { Keys } from "./Keys";
import { Loading } from "@/components/page/Loading";
import { Problem } from "@/components/Problem";
import { QuietPage } from "@/components/page/QuietPage";
import { useLastError } from "@/components/page/use-last-error";
import { ProjectsScreen } from "@/screens/projects/ProjectsScreen";
import LabelScreen from "@/screens/label/LabelScreen";
import { SignedOutScreen } from "@/screens/sign-in/SignedOutScreen";
import { session } from "@/state/session";
import { useStore } from "@/state/use-store";
import { words } from "@/words/common";

const loadOwn = () => import("@/screens/own/OwnScreen");
const loadProject = () => import("@/screens/project/ProjectScreen");
const SignInScreen = lazy(() => import("@/screens/sign-in/SignInScreen"));
const InviteScreen = lazy(() => import("@/screens/invite/InviteScreen"));
const HuntScreen = lazy(() => import("@/screens/hunt/HuntScreen"));
const OwnScreen = lazy(loadOwn);
const NewProjectScreen = lazy(() => import("@/screens/new-project/NewProjectScreen"));
const ProjectScreen = lazy(loadProject);

/** The first text is shown before. */
const AHEAD_MS = 2_000;

/** Where nothing is to be seen without a session. */
const OF_PEOPLE = /^\/(?:projects(?:\/.*)?)?$/;

const LABEL = /\/label$/;

/** The screen is fetched while we ask who is there. Whoever shows it says that it can't be. */
function fetchAhead(location: string): void {
  if (/\/\d+(\/|$)/.test(location) && !LABEL.test(location)) void loadProject().catch(() => {});
}

export function App() {
  const [location] = useLocation();
  return (
    // Each screen is its bar and lines until it has something to show: nothing that flickers.
    <Caught
      at={location}
      show={(problem) => <QuietPage title={words.incompletePage}>{problem}</QuietPage>}
    >
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/sign-in" component={SignInScreen} />
          <Route path="/invite" component={InviteScreen} />
          <Route path={OF_PEOPLE} component={SignedIn} />
          <Route component={Nowhere} />
        </Switch>
      </Suspense>
      <Keys />
    </Caught>
  );
}

function SignedIn() {
  const [location] = useLocation();
  const signedOut = useStore(session) === "signed-out";
  const person = useQuery({ ...me, enabled: !signedOut });
  const error = useLastError(person);
  useTaken(person.data?.id, signedOut);
  usePageKept(person.data !== undefined);
  if (signedOut) return <SignedOutScreen />;
  if (error && !isSignedOut(error))
    return (
      <QuietPage title={words.thisPageDidntLoad}>
        <Problem error={error} retry={() => void person.refetch()} goesOn />
      </QuietPage>
    );
  if (person.isPending) {
    fetchAhead(location);
    return <Loading lines={!LABEL.test(location)} />;
  }
  if (person.data) sendWhatIsLeft(person.data.id);
  return (
    <Switch location={location}>
      <Route path="/" component={ProjectsScreen} />
      <Route path="/projects">
        <Redirect to="/" replace />
      </Route>
      <Route path="/projects/new" component={NewProjectScreen} />
      <Route path="/projects/:id/label">
        {({ id }) => <Label key={id} projectId={Number(id)} />}
      </Route>
      <Route path="/projects/:id/answers">
        {({ id }) => <OwnScreen key={id} projectId={Number(id)} />}
      </Route>
      <Route path="/projects/:id/hunt/:of">
        {({ id, of }) => <HuntScreen key={of} projectId={Number(id)} classId={Number(of)} />}
      </Route>
      <Route path="/projects/:id/*?">
        {({ id }) => <ProjectScreen key={id} projectId={Number(id)} />}
      </Route>
      <Route component={Nowhere} />
    </Switch>
  );
}

/** Without a network the page opens all the same, for whoever has been here. */
function usePageKept(isHere: boolean): void {
  useEffect(() => {
    if (!isHere || !canKeep()) return;
    // Where it can't be kept now it is on the next visit.
    const timer = setTimeout(() => void keepPage().catch(() => {}), AHEAD_MS);
    return () => clearTimeout(timer);
  }, [isHere]);
}

/** With what is a key away from it: the network may go. */
function Label({ projectId }: { projectId: number }) {
  useEffect(() => {
    const timer = setTimeout(() => void loadOwn().catch(() => {}), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return <LabelScreen projectId={projectId} />;
}

function Nowhere() {
  return (
    <QuietPage title={words.noPage}>
      <a href="/">{words.toTheProjects}</a>
    </QuietPage>
  );
}
