import { useQuery } from "@tanstack/react-query";
import { isOpen } from "@/api/features";
import { nextStep, type Stats } from "@/api/project";
import type { Project } from "@/api/queries";
import { words } from "@/words/project/overview/overview";
import { why, word } from "@/words/project/overview/stop";
import { Fact } from "./Fact";
import styles from "./Overview.module.css";
import { TargetField } from "./TargetField";

/** Whether to go on: a word and a shape, with the reason. It stops nobody. A target that is missing is
 * set here, unless that is the next step, which has the field. */
export function StopLight({ project, stats }: { project: Project; stats: Stats }) {
  const { stop } = stats;
  const { data: step } = useQuery(nextStep(project.id, stats));
  const sets = !stop && isOpen(project) && step !== undefined && step?.action !== "set_target";
  return (
    <Fact
      projectId={project.id}
      title={words.isItEnough}
      mark={stop && <Light light={stop.light} />}
      figure={word(stop)}
      sentence={why(stop)}
    >
      {sets && <TargetField project={project} />}
    </Fact>
  );
}

/** An empty ring, a half-full one, a full one with a tick. */
function Light({ light }: Pick<NonNullable<Stats["stop"]>, "light">) {
  return (
    <svg className={styles.light} data-light={light} viewBox="0 0 20 20" aria-hidden>
      <circle cx="10" cy="10" r="8" />
      {light === "amber" && <path className={styles.full} d="M2 10a8 8 0 0 0 16 0Z" />}
      {light === "green" && <path className={styles.tick} d="M6 10.5 9 13.5 14.5 7" />}
    </svg>
  );
}
