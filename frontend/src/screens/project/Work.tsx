import { useQuery } from "@tanstack/react-query";
import { has } from "@/api/features";
import type { Project } from "@/api/queries";
import { useNow } from "@/components/use-now";
import { duration, percents } from "@/words/figures";
import { words } from "@/words/project/overview";
import { encoderName, running, undone } from "@/words/project/work";
import { Card } from "./Card";
import styles from "./Card.module.css";
import { Compared } from "./Compared";
import { strategyName } from "@/components/chart/curve-data";
import { JobLine } from "./JobLine";
import { jobKinds, type Stats } from "@/api/project";
import { UndoneLine } from "./UndoneLine";

type Round = NonNullable<Stats["last_round"]>;

/** What the machine does now, and what its last round took. */
export function Work({ project, stats }: { project: Project; stats: Stats }) {
  const { data: kinds = [] } = useQuery(jobKinds);
  const jobs = running(stats.jobs, kinds, useNow(1_000, stats.jobs.length > 0));
  const { last_round: round } = stats;
  return (
    <Card title={words.work}>
      {round ? <LastRound round={round} /> : <NoRound stats={stats} />}
      {stats.tuning && <Learning tuning={stats.tuning} />}
      {has(project, "comparison") && <Compared projectId={project.id} stats={stats} />}
      {jobs.map((job) => (
        <JobLine key={job.ids[0]} job={job} />
      ))}
      {undone(stats.undone, kinds).map((each) => (
        <UndoneLine key={each.ids[0]} undone={each} />
      ))}
    </Card>
  );
}

function NoRound({ stats }: { stats: Stats }) {
  const { encoder } = stats;
  const when =
    encoder.state === "ready" && stats.items > 0
      ? words.readyNote(stats.items)
      : words.firstRoundNote;
  return <p className="quiet">{when}</p>;
}

function LastRound({ round }: { round: Round }) {
  const { seconds } = round;
  const rows: [string, string][] = [
    [words.strategy, strategyName(round.strategy)],
    [words.waitedFor, duration(round.wait_seconds)],
    [words.rankedIn, duration(seconds["total"] ?? 0)],
    [
      words.measuredIn,
      seconds["measure"] === undefined ? words.notYet : duration(seconds["measure"]),
    ],
    [words.cpuTime, duration(round.cpu_seconds)],
    [words.gpuTime, round.gpu_seconds > 0 ? duration(round.gpu_seconds) : words.noGpuTime],
    ...weights(round.views),
    ...arithmetics(round.views),
  ];
  return (
    <table className={styles.table}>
      <caption className="unseen">{words.theLastRound}</caption>
      <tbody>
        <tr>
          <td>{words.roundOf(round.number)}</td>
          <td>{words.labels(round.label_count)}</td>
        </tr>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <td className="quiet">{name}</td>
            <td className={styles.wraps}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How much the model goes by each view of a text; of a single one there is nothing to say. */
function weights(views: Round["views"]): [string, string][] {
  if (views.length < 2) return [];
  const shares = percents(views.map(({ weight }) => weight ?? 0));
  return views.map(({ encoder, weight }, at) => [
    words.weightOf(encoderName(encoder)),
    weight === null ? words.notYet : shares[at]!,
  ]);
}

/** What encoders that learn from labels bring, what they took, and what they will take next. */
function Learning({ tuning }: { tuning: NonNullable<Stats["tuning"]> }) {
  const { gain, seconds, next_labels: labels, next_seconds: takes } = tuning;
  const sentences = [
    gain ? words.learningBrings(gain) : words.gainNotKnown,
    words.learningTook(duration(seconds)),
    labels === null ? words.learnsNoMore : words.learnsAt(labels, duration(takes ?? 0)),
    ...(tuning.within_limit ? [] : [words.overTheLimit]),
  ];
  return <p className="small quiet">{sentences.join(" ")}</p>;
}

/** In which numbers vectors were computed: workers take what is fastest there. */
function arithmetics(views: Round["views"]): [string, string][] {
  if (views.length === 0) return [];
  const names = views.flatMap((view) => view.arithmetics ?? [null]);
  const known = names.filter((name) => name !== null);
  if (known.length < names.length) return [[words.vectorsIn, words.notKnown]];
  return [[words.vectorsIn, [...new Set(known)].sort().map(words.numbers).join(", ")]];
}
