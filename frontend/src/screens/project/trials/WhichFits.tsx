import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schema } from "@/api/client";
import { encoderTrial, jobKinds, liveStats } from "@/api/project";
import type { Project } from "@/api/queries";
import { useNow } from "@/components/use-now";
import { Wrong } from "@/components/Wrong";
import { listed, words } from "@/words/encoders";
import { running } from "@/words/project/work/work";
import { JobLine } from "../work/JobLine";
import styles from "../settings/Settings.module.css";
import { useChange } from "../settings/use-change";
import { useTrial } from "./use-trial";

type Trial = Schema<"TrialReport">;

/** Encoders tried on the project's labels: what each would bring, and the one to add. `others` can
 * be tried now. */
export function WhichFits({ project, others }: { project: Project; others: readonly string[] }) {
  const { data: stats } = useQuery(liveStats(project.id));
  const { data: kinds = [] } = useQuery(jobKinds);
  const jobs = (stats?.jobs ?? []).filter(({ kind }) => kind === "try_encoders");
  const { data: last } = useQuery(encoderTrial(project.id, jobs));
  const [line] = running(jobs, kinds, useNow(1_000, jobs.length > 0));
  const start = useTrial(project);
  if (!last || (others.length === 0 && !last.trial)) return null;
  const { trial, reason } = last;
  const isTooFew = reason?.code === "few_settled_labels";
  const isUnderWay = jobs.length > 0 || start.isPending;
  return (
    <div className="above4">
      <h3 className={styles.heading}>{words.whichFits}</h3>
      {trial && <Outcome project={project} trial={trial} />}
      {others.length > 0 && !line && (
        <>
          <p className="small quiet above3">{words.whatATrialDoes(listed(others))}</p>
          <div className={styles.row}>
            <Button
              variant="default"
              disabled={isTooFew}
              loading={isUnderWay}
              onClick={() => start.mutate(null)}
            >
              {trial ? words.tryAgain : words.tryThem}
            </Button>
            {reason && !isUnderWay && (
              <span className="small quiet">
                {isTooFew ? reason.detail : words.noTrial(reason.detail)}
              </span>
            )}
          </div>
        </>
      )}
      {line && <JobLine job={line} />}
      <Wrong error={start.error} />
    </div>
  );
}

function Outcome({ project, trial }: { project: Project; trial: Trial }) {
  const change = useChange(project);
  const { verdict, recommended, failed } = trial;
  const further = project.views.slice(1).map(({ encoder }) => encoder);
  return (
    <>
      <div className={styles.row}>
        <p className={styles.grow}>{verdict}</p>
        {recommended && (
          <Button
            loading={change.isPending}
            onClick={() => change.mutate({ views: [...further, recommended] })}
          >
            {words.addIt(recommended)}
          </Button>
        )}
      </div>
      <Wrong error={change.error} />
      <Tried trial={trial} />
      {failed.map(({ encoder, error }) => (
        <p key={encoder} className="small quiet">
          {words.notTried(encoder, error)}
        </p>
      ))}
      <p className="small quiet above2">{words.triedOn(trial)}</p>
    </>
  );
}

function Tried({ trial }: { trial: Trial }) {
  return (
    <div className={styles.tried} tabIndex={0} role="region" aria-label={words.theTrial}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.encoder}</th>
            <th scope="col">{words.alone}</th>
            <th scope="col">{words.beside}</th>
            <th scope="col">{words.gain}</th>
            <th scope="col">{words.onAudits}</th>
            <th scope="col">{words.computing}</th>
          </tr>
        </thead>
        <tbody>
          {trial.tried.map(({ encoder, alone, beside, gain, on_audits, seconds }) => (
            <tr key={encoder}>
              <td>
                <bdi>{encoder}</bdi>
              </td>
              <td>{words.right(alone)}</td>
              <td>{words.right(beside)}</td>
              <td>{words.gained(gain)}</td>
              <td>{on_audits ? words.gained(on_audits) : words.notEnoughAudits}</td>
              <td>{words.computed(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
