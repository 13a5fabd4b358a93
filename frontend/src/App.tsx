import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Caught } from "@/components/Caught";
import { QuietPage } from "@/components/QuietPage";
import { InviteScreen } from "@/screens/invite/InviteScreen";
import { ProjectsScreen } from "@/screens/projects/ProjectsScreen";
import { SignedOutScreen } from "@/screens/sign-in/SignedOutScreen";
import { SignInScreen } from "@/screens/sign-in/SignInScreen";
import { session } from "@/state/session";
import { useStore } from "@/state/use-store";

const LabelScreen = lazy(() => import("@/screens/label/LabelScreen"));
const NewProjectScreen = lazy(() => import("@/screens/new-project/NewProjectScreen"));
const ProjectScreen = lazy(() => import("@/screens/project/ProjectScreen"));

export function App() {
  return (
    // Each screen is paper until it has something to show: no spinner that only flickers.
    <Caught show={(problem) => <QuietPage title="The page is not complete">{problem}</QuietPage>}>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/sign-in" component={SignInScreen} />
          <Route path="/invite" component={InviteScreen} />
          <Route component={SignedIn} />
        </Switch>
      </Suspense>
    </Caught>
  );
}

function SignedIn() {
  const [location] = useLocation();
  if (useStore(session) === "signed-out") return <SignedOutScreen />;
  return (
    <Switch location={location}>
      <Route path="/" component={ProjectsScreen} />
      <Route path="/projects">
        <Redirect to="/" replace />
      </Route>
      <Route path="/projects/new" component={NewProjectScreen} />
      <Route path="/projects/:id">
        {({ id }) => <ProjectScreen key={id} projectId={Number(id)} />}
      </Route>
      <Route path="/projects/:id/label">
        {({ id }) => <LabelScreen key={id} projectId={Number(id)} />}
      </Route>
      <Route>
        <QuietPage title="There is no such page">
          <a href="/">To the projects</a>
        </QuietPage>
      </Route>
    </Switch>
  );
}
