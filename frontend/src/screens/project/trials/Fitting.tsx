import { useQuery } from "@tanstack/react-query";
import { isOpen } from "@/api/features";
import { encoderTrial, type Stats } from "@/api/project";
import type { Project } from "@/api/queries";
import { TextButton } from "@/components/TextButton";
import { Wrong } from "@/components/Wrong";
import { words } from "@/words/encoders";
import { useChange } from "../settings/use-change";
import { useTrial } from "./use-trial";

/** Another encoder that may fit better: to be tried on the labels, or to be added. */
export function Fitting({ project, stats }: { project: Project; stats: Stats }) {
  const jobs = stats.jobs.filter(({ kind }) => kind === "try_encoders");
  const { data: last } = useQuery(encoderTrial(project.id, jobs));
  const [start, change] = [useTrial(project), useChange(project)];
  if (!last || jobs.length > 0 || !isOpen(project)) return null;
  const { learning, proposal, trial } = last;
  const recommended = trial?.recommended;
  const further = project.views.slice(1).map(({ encoder }) => encoder);
  return (
    <>
      {trial && recommended && (
        <p className="small above2">
          {trial.verdict}{" "}
          <TextButton
            disabled={change.isPending}
            onClick={() => change.mutate({ views: [...further, recommended] })}
          >
            {words.addIt(recommended)}
          </TextButton>
        </p>
      )}
      {learning && (
        <p className="small quiet above2">
          {words.mayLearn(learning)}{" "}
          <TextButton
            disabled={change.isPending}
            onClick={() => change.mutate({ views: [...further, learning.encoder] })}
          >
            {words.addIt(learning.encoder)}
          </TextButton>
        </p>
      )}
      {proposal && (
        <p className="small quiet above2">
          {words.proposal(proposal)}{" "}
          <TextButton
            aria-label={words.tryNamed(proposal.encoders)}
            disabled={start.isPending}
            onClick={() => start.mutate(proposal.encoders)}
          >
            {words.tryThem}
          </TextButton>
        </p>
      )}
      <Wrong error={change.error ?? start.error} />
    </>
  );
}
