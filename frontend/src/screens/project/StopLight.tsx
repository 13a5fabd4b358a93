import { words } from "@/words/project/overview";
import { type Stop, why, word } from "@/words/project/stop";
import { Fact } from "./Fact";
import styles from "./Overview.module.css";

/** Whether to go on: a word and a shape, with the reason. It stops nobody. */
export function StopLight({ stop, projectId }: { stop: Stop | null; projectId: number }) {
  return (
    <Fact
      projectId={projectId}
      title={words.isItEnough}
      mark={stop && <Light light={stop.light} />}
      figure={word(stop)}
      sentence={why(stop)}
    />
  );
}

/** An empty ring, a half-full one, a full one with a tick. */
function Light({ light }: Pick<Stop, "light">) {
  return (
    <svg className={styles.light} data-light={light} viewBox="0 0 20 20" aria-hidden>
      <circle cx="10" cy="10" r="8" />
      {light === "amber" && <path className={styles.full} d="M2 10a8 8 0 0 0 16 0Z" />}
      {light === "green" && <path className={styles.tick} d="M6 10.5 9 13.5 14.5 7" />}
    </svg>
  );
}
