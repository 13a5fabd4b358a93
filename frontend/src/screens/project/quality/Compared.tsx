import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { pastRound } from "@/api/quality";
import { type Curve, curve, type Project } from "@/api/queries";
import { ClassName } from "@/components/ClassName";
import { Problem } from "@/components/Problem";
import { METRICS } from "@/words/terms/metrics";
import {
  type Compared,
  compared,
  foundOf,
  type Share,
  wholeOf,
  words,
} from "@/words/quality/compared";
import { type Quality, ranged } from "@/words/quality/quality";
import { Interval } from "../Interval";
import styles from "../review/agreement/Agreement.module.css";

interface TwoRoundsProps {
  project: Project;
  quality: Quality;
}

/** What two rounds with figures were right about, side by side: whether the labels between them have helped. */
export function TwoRounds({ project, quality }: TwoRoundsProps) {
  const { data } = useQuery(curve(project.id));
  const points = data?.points.filter(({ estimate }) => estimate !== null) ?? [];
  const [chosen, setChosen] = useState<Partial<Record<"before" | "after", number>>>({});
  if (!data || points.length < 2) return null;
  const before = chosen.before ?? halfway(points);
  const after = chosen.after ?? points.at(-1)!.round;
  const options = points.map((point) => ({
    value: String(point.round),
    label: words.roundOf(point.round, point.labels),
  }));
  const select = (which: "before" | "after", value: number) => (
    <NativeSelect
      label={words[which]}
      data={options}
      value={String(value)}
      onChange={(event) => setChosen({ ...chosen, [which]: Number(event.currentTarget.value) })}
    />
  );
  return (
    <section className={styles.part} aria-labelledby="two-rounds">
      <h3 id="two-rounds">{words.title}</h3>
      <p className={styles.what}>{words.about}</p>
      <div className="wrap gap4 above2">
        {select("before", before)}
        {select("after", after)}
      </div>
      <SideBySide {...{ project, quality, before, after }} curve={data} />
    </section>
  );
}

/** The last round with at most half of today's labels, or else the first. */
function halfway(points: Curve["points"]): number {
  const half = points.at(-1)!.labels / 2;
  return (points.findLast(({ labels }) => labels <= half) ?? points[0]!).round;
}

interface SideBySideProps extends TwoRoundsProps {
  before: number;
  after: number;
  curve: Curve;
}

function SideBySide({ project, quality, before, after, curve }: SideBySideProps) {
  const [one, other] = [
    useQuery(pastRound(project.id, before)),
    useQuery(pastRound(project.id, after)),
  ];
  const error = one.error ?? other.error;
  if (error) return <Problem error={error} retry={() => void one.refetch()} />;
  if (!one.data || !other.data) return null;
  const [was, is] = [foundOf(one.data, quality.enough), foundOf(other.data, quality.enough)];
  // Classes that neither round has a figure of are rows of nothing.
  const rows = quality.classes.filter(
    ({ class_id: id }) => was.get(id)?.value != null || is.get(id)?.value != null,
  );
  const wholeAt = (number: number) =>
    curve.points.filter(({ round }) => round === number).map(wholeOf)[0];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.figure}</th>
          <th scope="col" className={styles.wide}>
            {words.roundNumber(before)}
          </th>
          <th scope="col" className={styles.wide}>
            {words.roundNumber(after)}
          </th>
          <th scope="col">{words.change}</th>
        </tr>
      </thead>
      <tbody>
        <Row name={METRICS[curve.metric].name} was={wholeAt(before)} is={wholeAt(after)} />
        {rows.map(({ class_id: id, name }) => (
          <Row key={id} name={<ClassName name={name} />} was={was.get(id)} is={is.get(id)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  name,
  was,
  is,
}: {
  name: ReactNode;
  was: Share | undefined;
  is: Share | undefined;
}) {
  return (
    <tr>
      <td>{name}</td>
      {[was, is].map((share, at) => (
        <td key={at}>
          {share ? <Interval of={share} words={ranged(share)} missing={words.tooFew} /> : "–"}
        </td>
      ))}
      <td>{said(compared(was, is))}</td>
    </tr>
  );
}

function said(change: Compared | null) {
  if (change === null) return <span className="quiet">–</span>;
  return change.clear ? (
    <strong>{change.words}</strong>
  ) : (
    <span className="quiet">{change.words}</span>
  );
}
