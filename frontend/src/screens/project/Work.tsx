import { useQuery } from "@tanstack/react-query";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { useNow } from "@/components/use-now";
import { Card } from "./Card";
import styles from "./Card.module.css";
import { Compared } from "./Compared";
import { strategyName } from "./curve-data";
import { count, duration, figure, percent } from "@/words/figures";
import { JobLine } from "./JobLine";
import { jobKinds, type Stats } from "./queries";
import { UndoneLine } from "./UndoneLine";
import { running } from "@/words/project/work";

type Round = NonNullable<Stats["last_round"]>;

/** What the machine does now, and what its last round took. */
export function Work({ project, stats }: { project: Project; stats: Stats }) {
  const { data: kinds = [] } = useQuery(jobKinds);
  const jobs = running(stats.jobs, kinds, useNow(1_000, stats.jobs.length > 0));
  const { last_round: round } = stats;
  return (
    <Card title="Work">
      {round ? <LastRound round={round} /> : <NoRound stats={stats} />}
      {has(project, "comparison") && <Compared projectId={project.id} stats={stats} />}
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
      {stats.undone.length > 0 && <UndoneLine jobs={stats.undone} />}
    </Card>
  );
}

function NoRound({ stats }: { stats: Stats }) {
  const { encoder } = stats;
  const words =
    encoder.state === "ready" && stats.items > 0
      ? `All ${figure(stats.items)} texts are ready. The first round starts with the first labels.`
      : "The first round starts when there are vectors and labels.";
  return <p className={styles.quiet}>{words}</p>;
}

function LastRound({ round }: { round: Round }) {
  const { seconds } = round;
  const rows: [string, string][] = [
    ["Strategy", strategyName(round.strategy)],
    ["Waited for", duration(round.wait_seconds)],
    ["Ranked in", duration(seconds["total"] ?? 0)],
    ["Measured in", seconds["measure"] === undefined ? "not yet" : duration(seconds["measure"])],
    ["CPU time", duration(round.cpu_seconds)],
    ["GPU time", round.gpu_seconds > 0 ? duration(round.gpu_seconds) : "none"],
    ...weights(round.views),
  ];
  return (
    <table className={styles.table}>
      <caption className="unseen">The last round</caption>
      <tbody>
        <tr>
          <td>Round {figure(round.number)}</td>
          <td>{count(round.label_count, "label")}</td>
        </tr>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <td className={styles.quiet}>{name}</td>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How much the model goes by each view of a text; of a single one there is nothing to say. */
function weights(views: Round["views"]): [string, string][] {
  if (views.length < 2) return [];
  return views.map(({ encoder, weight }) => [
    `Weight of ${encoder}`,
    weight === null ? "not yet" : percent(weight),
  ]);
}
