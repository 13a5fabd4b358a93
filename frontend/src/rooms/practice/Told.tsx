import { Button } from "@mantine/core";
import type { Verdict } from "./api";
import type { Project } from "@/api/queries";
import { Key } from "@/components/keys/Key";
import { keepKeys } from "@/components/keys/keep-keys";
import { onMac } from "@/components/keys/platform";
import { printed } from "@/state/keys/keys";
import { Guideline } from "./Guideline";
import { inWords } from "@/widgets";
import { words } from "./words";
import { Meanings } from "@/screens/label/dialogs/Meanings";
import styles from "./Practice.module.css";

interface ToldProps {
  project: Project;
  verdict: Verdict;
  onGoOn(): void;
}

/** Whether an answer was right, what the text is settled as, and what that means. */
export function Told({ project, verdict, onGoOn }: ToldProps) {
  const { right, answer, settled, round } = verdict;
  const named = classesOf(project, settled);
  const said = right ? [] : classesOf(project, answer).filter((one) => !named.includes(one));
  return (
    <section className={styles.told} data-right={right || undefined}>
      <h2>
        <span className={styles.mark} aria-hidden>
          {right ? "✓" : "✗"}
        </span>{" "}
        {right ? words.right : words.wrong}
      </h2>
      <p>
        {words.settledAs(<Said project={project} answer={settled} />)}
        {!right && (
          <span className="quiet">
            {" · "}
            {words.youSaid(<bdi>{inWords(project, answer)}</bdi>)}
          </span>
        )}
      </p>
      <Meanings projectId={project.id} classes={[...named, ...said]} className={styles.meanings} />
      <p>
        <Button onMouseDown={keepKeys} onClick={onGoOn}>
          {round.next ? words.goOn : words.seeHowItWent}&nbsp;
          <Key name={printed("Enter", onMac)} />
        </Button>
      </p>
      {!right && <Guideline project={project} />}
    </section>
  );
}

/** The classes that an answer names, of either kind. */
export function classesOf({ classes }: Pick<Project, "classes">, answer: object) {
  const { class: one, classes: several } = answer as { class?: string; classes?: string[] };
  const names = several ?? (one === undefined ? [] : [one]);
  return classes.filter(({ name }) => names.includes(name));
}

export function Said({ project, answer }: Pick<ToldProps, "project"> & { answer: object }) {
  return (
    <strong>
      <bdi>{inWords(project, answer)}</bdi>
    </strong>
  );
}
