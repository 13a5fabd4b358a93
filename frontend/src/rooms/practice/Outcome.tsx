import { Button } from "@mantine/core";
import type { Round } from "./api";
import type { Project } from "@/api/queries";
import { Key } from "@/components/keys/Key";
import { onMac } from "@/components/keys/platform";
import { printed } from "@/state/keys/keys";
import { inWords } from "@/widgets";
import { words } from "./words";
import { Meanings } from "@/screens/label/dialogs/Meanings";
import { Notice } from "@/screens/label/notices/Notice";
import { Guideline } from "./Guideline";
import { classesOf, Said } from "./Told";
import styles from "./Practice.module.css";

interface OutcomeProps {
  project: Project;
  round: Round;
  onGoOn(): void;
}

/** How the round went, what differed, and the way on to the texts that count. */
export function Outcome({ project, round, onGoOn }: OutcomeProps) {
  const { right, texts, differed } = round;
  const confused = differed.flatMap(({ answer, settled }) => [
    ...classesOf(project, settled),
    ...classesOf(project, answer),
  ]);
  return (
    <div className={styles.outcome}>
      <Notice title={words.asSettled(right, texts)}>
        <p>{differed.length === 0 ? words.allAsSettled : words.thenCount}</p>
        <Button onClick={onGoOn} data-autofocus>
          {words.labelForReal}&nbsp;
          <Key name={printed("Enter", onMac)} />
        </Button>
      </Notice>
      {differed.length > 0 && (
        <section aria-label={words.whatDiffered} className={styles.what}>
          <h3>{words.whatDiffered}</h3>
          <ul className={styles.differed}>
            {differed.map(({ item, answer, settled }) => (
              <li key={item.id}>
                <p className={styles.text} dir="auto">
                  {item.text}
                </p>
                <p className="small">
                  {words.settledAs(<Said project={project} answer={settled} />)}
                  <span className="quiet">
                    {" · "}
                    {words.youSaid(<bdi>{inWords(project, answer)}</bdi>)}
                  </span>
                </p>
              </li>
            ))}
          </ul>
          <Meanings
            projectId={project.id}
            classes={[...new Set(confused)]}
            className={styles.meanings}
          />
          <Guideline project={project} />
        </section>
      )}
    </div>
  );
}
