import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { practice } from "./api";
import type { Project } from "@/api/queries";
import { Loading } from "@/components/page/Loading";
import { NoProject } from "@/components/page/NoProject";
import { Unreachable } from "@/state/errors";

const Practice = lazy(() => import("./Practice"));

/** The labelling screen, for new annotators behind a practice round where the project has one. */
export function Practised({ project, children }: { project: Project; children: ReactNode }) {
  const mayBeAsked = project.practice > 0 && project.my_role === "annotator";
  const round = useQuery({ ...practice(project.id), enabled: mayBeAsked });
  const [isDone, setDone] = useState(false);
  if (!mayBeAsked || isDone) return children;
  // Who took texts along goes on without a network.
  if (round.error instanceof Unreachable) return children;
  if (round.error) return <NoProject error={round.error} retry={() => void round.refetch()} />;
  if (!round.data) return <Loading lines={false} />;
  if (round.data.texts === 0) return children;
  return (
    <Suspense fallback={<Loading lines={false} />}>
      <Practice project={project} begun={round.data} onDone={() => setDone(true)} />
    </Suspense>
  );
}
