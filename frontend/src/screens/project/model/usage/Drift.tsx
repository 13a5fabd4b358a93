import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { allDrift, type DriftReport, drift } from "@/api/model";
import type { Project } from "@/api/queries";
import { ClassName } from "@/components/ClassName";
import { Problem } from "@/components/Problem";
import { words } from "@/words/usage/drift";
import { Card } from "../../Card";
import card from "../../Card.module.css";
import { EarlierDrift } from "./EarlierDrift";
import { FreshChecks } from "./FreshChecks";
import styles from "../Model.module.css";
import { PASTED, UsageSoFar } from "./UsageSoFar";
import { drawn } from "../drawn";

const FEWEST = 30;
const MOST = 1_000;
/** Classes of which nothing has changed, shown all the same. */
const SHOWN = 5;

/** Texts of today, and whether they still look like those that the model was made on. */
export function Drift({ project }: { project: Project }) {
  const [pasted, setPasted] = useState("");
  const texts = lines(pasted);
  const queries = useQueryClient();
  const compared = useMutation({
    onSuccess: () => queries.invalidateQueries({ queryKey: allDrift(project.id) }),
    mutationFn: async () => {
      const sample = texts.length > MOST ? drawn(texts, MOST) : texts;
      return { sample, report: await drift(project.id, sample) };
    },
  });
  const { data, error, isPending } = compared;
  return (
    <Card title={words.title}>
      <UsageSoFar projectId={project.id} />
      <div className={styles.sides}>
        <div className="grid gap3">
          <Textarea
            label={words.pasted}
            description={words.what}
            id={PASTED}
            rows={6}
            value={pasted}
            dir="auto"
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <div className="wrap gap3">
            <Button
              variant="default"
              disabled={texts.length < FEWEST}
              loading={isPending}
              onClick={() => compared.mutate()}
            >
              {words.compare}
            </Button>
            <span className="small quiet">{words.count(texts.length, FEWEST, MOST)}</span>
          </div>
        </div>
        <div role="region" aria-label={words.outcome} aria-live="polite" aria-busy={isPending}>
          {error ? (
            <Problem error={error} retry={() => compared.mutate()} />
          ) : data ? (
            <Outcome key={compared.submittedAt} project={project} {...data} />
          ) : (
            <p className="small quiet">{words.empty}</p>
          )}
        </div>
      </div>
      <EarlierDrift projectId={project.id} />
    </Card>
  );
}

interface OutcomeProps {
  project: Project;
  sample: readonly string[];
  report: DriftReport;
}

function Outcome({ project, sample, report }: OutcomeProps) {
  const { confidence, similarity, unlike } = report;
  const classes = report.classes.filter((each, place) => each.changed || place < SHOWN);
  return (
    <div className="grid gap3">
      <h4>{words.headline(report)}</h4>
      <table className={card.table}>
        <thead>
          <tr>
            <th scope="col">{words.of}</th>
            <th scope="col">{words.inPool}</th>
            <th scope="col">{words.now}</th>
            <th scope="col">{words.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {confidence && <Row name={words.confidence} compared={confidence} shown={words.share} />}
          <Row name={words.similarity} compared={similarity} shown={words.cosine} />
          {classes.map((each) => (
            <Row
              key={each.class}
              name={<ClassName name={each.class} />}
              compared={each}
              shown={words.share}
            />
          ))}
        </tbody>
      </table>
      {unlike.length > 0 && (
        <div>
          <h4 className={styles.said}>{words.unlike}</h4>
          <ul className={styles.near}>
            {unlike.map(({ place }) => (
              <li key={place} dir="auto">
                {sample[place]}
              </li>
            ))}
          </ul>
        </div>
      )}
      <FreshChecks project={project} sample={sample} comparison={report.comparison} />
      {report.changed && (
        <p className="small">
          {words.then} <Link href={`/projects/${project.id}`}>{words.add}</Link>
        </p>
      )}
    </div>
  );
}

interface RowProps {
  name: React.ReactNode;
  compared: DriftReport["similarity"];
  shown(value: number): string;
}

function Row({ name, compared, shown }: RowProps) {
  return (
    <tr>
      <td>{name}</td>
      <td>{shown(compared.pool)}</td>
      <td>{shown(compared.now)}</td>
      <td>{compared.changed ? <strong>{words.changed}</strong> : words.same}</td>
    </tr>
  );
}

/** One text a line; blank lines are none, and equal ones are one. */
function lines(pasted: string): string[] {
  const all = pasted.split("\n").map((line) => line.trim());
  return [...new Set(all.filter((line) => line !== ""))];
}
