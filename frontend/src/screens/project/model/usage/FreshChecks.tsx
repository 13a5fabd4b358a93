import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CHECKS_ACTIONS } from "@/actions/checks";
import { namesOne } from "@/api/features";
import { drift, type FreshCheck, allDrift } from "@/api/model";
import type { Project } from "@/api/queries";
import { ClassName } from "@/components/ClassName";
import { Key } from "@/components/keys/Key";
import { Problem } from "@/components/Problem";
import { useKeys } from "@/components/keys/use-keys";
import { words } from "@/words/usage/drift";
import styles from "../Model.module.css";
import { drawn } from "../drawn";

const CHECKS = 30;
/** With fewer the interval says next to nothing. */
const FEWEST = 10;

interface FreshChecksProps {
  project: Project;
  /** Texts of today. */
  sample: readonly string[];
  /** The comparison of these texts, which the checks belong to. */
  comparison: number | null;
}

/** Some texts of today, labelled by hand before anybody sees a prediction: is the model right? */
export function FreshChecks({ project, sample, comparison }: FreshChecksProps) {
  const [places, setPlaces] = useState<readonly number[] | null>(null);
  const [checks, setChecks] = useState<readonly FreshCheck[]>([]);
  const queries = useQueryClient();
  const counted = useMutation({
    mutationFn: (all: readonly FreshCheck[]) => drift(project.id, sample, all, comparison),
    onSuccess: () => queries.invalidateQueries({ queryKey: allDrift(project.id) }),
  });
  if (counted.error) return <Problem error={counted.error} retry={() => counted.mutate(checks)} />;
  const checked = counted.data?.checked;
  if (checked)
    return (
      <div>
        <h4>{words.right(checked)}</h4>
        <p className="small">{words.verdictOf(checked)}</p>
      </div>
    );
  if (places === null)
    return (
      <div className="grid gap2">
        <p className="small quiet">{words.why}</p>
        <div>
          <Button variant="default" onClick={() => setPlaces(drawn([...sample.keys()], CHECKS))}>
            {words.check(Math.min(CHECKS, sample.length))}
          </Button>
        </div>
      </div>
    );
  const place = places[checks.length];
  const answer = (classes: string[]) => {
    if (place === undefined) return;
    const all = [...checks, { place, classes }];
    setChecks(all);
    if (all.length === places.length) counted.mutate(all);
  };
  if (place === undefined || counted.isPending) return <p className="quiet">{words.counting}</p>;
  return (
    <div className="grid gap3">
      <div className="wrap gap3">
        <span className="small quiet">{words.checkOf(checks.length + 1, places.length)}</span>
        {checks.length >= FEWEST && (
          <Button variant="subtle" onClick={() => counted.mutate(checks)}>
            {words.enough}
          </Button>
        )}
      </div>
      <blockquote className={styles.check} dir="auto">
        {sample[place]}
      </blockquote>
      <Answers project={project} onAnswer={answer} />
    </div>
  );
}

interface AnswersProps {
  project: Project;
  onAnswer(classes: string[]): void;
}

function Answers({ project, onAnswer }: AnswersProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const isOne = namesOne(project);
  const press = (name: string) => {
    if (isOne) onAnswer([name]);
    else
      setChosen(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  };
  const finish = () => {
    onAnswer([...chosen]);
    setChosen([]);
  };
  useKeys(CHECKS_ACTIONS, { project, press, finish: isOne ? null : finish });
  return (
    <>
      <div className={styles.answers} role="group" aria-label={words.classOf}>
        {project.classes.map(({ id, name, key }) => (
          <Button
            key={id}
            variant={chosen.includes(name) ? "filled" : "default"}
            aria-pressed={isOne ? undefined : chosen.includes(name)}
            aria-keyshortcuts={key ?? undefined}
            leftSection={key && <Key name={key} />}
            onClick={() => press(name)}
          >
            <ClassName name={name} />
          </Button>
        ))}
      </div>
      {!isOne && (
        <div>
          <Button onClick={finish}>{words.next(chosen.length)}</Button>
        </div>
      )}
    </>
  );
}
