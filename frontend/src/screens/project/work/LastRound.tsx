import type { Stats } from "@/api/project";
import { duration, percents } from "@/words/figures";
import { words } from "@/words/project/overview/overview";
import { encoderName } from "@/words/project/work/work";
import styles from "../Card.module.css";

type Round = NonNullable<Stats["last_round"]>;

/** What the last round took, and how much its model goes by each encoder. */
export function LastRound({ round }: { round: Round }) {
  const { seconds } = round;
  const rows: [string, string][] = [
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

/** In which numbers vectors were computed: workers take what is fastest there. */
function arithmetics(views: Round["views"]): [string, string][] {
  if (views.length === 0) return [];
  const names = views.flatMap((view) => view.arithmetics ?? [null]);
  const known = names.filter((name) => name !== null);
  if (known.length < names.length) return [[words.vectorsIn, words.notKnown]];
  return [[words.vectorsIn, [...new Set(known)].sort().map(words.numbers).join(", ")]];
}
