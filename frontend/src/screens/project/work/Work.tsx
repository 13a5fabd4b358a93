import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { jobKinds, type Stats } from "@/api/project";
import type { Project } from "@/api/queries";
import { strategyName } from "@/components/chart/curve-data";
import { TextButton } from "@/components/TextButton";
import { useNow } from "@/components/use-now";
import { words } from "@/words/project/overview/overview";
import { inBrief, running, type Running, undone } from "@/words/project/work/work";
import { Fitting } from "../trials/Fitting";
import { JobLine } from "./JobLine";
import { JobMeter } from "./JobMeter";
import { LastRound } from "./LastRound";
import { Learning } from "./Learning";
import { Resting } from "./Resting";
import { UndoneLine } from "./UndoneLine";
import styles from "./Work.module.css";

/** What the machine does now, on one line with a bar; behind it what its last round took. */
export function Work({ project, stats }: { project: Project; stats: Stats }) {
  const { data: kinds = [] } = useQuery(jobKinds);
  const [open, setOpen] = useState(false);
  const [heading, details] = [useId(), useId()];
  const jobs = running(stats.jobs, kinds, useNow(1_000, stats.jobs.length > 0));
  const { last_round: round } = stats;
  return (
    <section className={styles.work} aria-labelledby={heading}>
      <div className={styles.line}>
        <h3 id={heading}>{words.work}</h3>
        <p className="quiet">{now(jobs, stats)}</p>
        {(round || jobs.length > 0) && (
          <TextButton aria-expanded={open} aria-controls={details} onClick={() => setOpen(!open)}>
            {open ? words.hideDetails : words.inDetail}
          </TextButton>
        )}
      </div>
      {jobs[0] && !open && <JobMeter job={jobs[0]} />}
      <div id={details} hidden={!open}>
        {open && jobs.map((job) => <JobLine key={job.ids[0]} job={job} />)}
        {open && round && <LastRound round={round} />}
      </div>
      <Resting project={project} />
      <Fitting project={project} stats={stats} />
      {stats.tuning && (
        <Learning
          tuning={stats.tuning}
          learns={stats.jobs.some(({ kind }) => kind === "tune")}
          projectId={project.id}
        />
      )}
      {undone(stats.undone, kinds).map((each) => (
        <UndoneLine key={each.ids[0]} undone={each} />
      ))}
    </section>
  );
}

/** What runs now; where nothing does, the last round, or when the first one comes. */
function now([first, ...others]: Running[], stats: Stats): string {
  if (first) return inBrief([first, ...others]);
  const { last_round: round, encoder, items } = stats;
  if (round)
    return words.lastRoundOf(round.number, round.label_count, {
      name: strategyName(round.strategy),
      automatic: round.strategy.startsWith("auto@"),
    });
  return encoder.state === "ready" && items > 0 ? words.readyNote(items) : words.firstRoundNote;
}
