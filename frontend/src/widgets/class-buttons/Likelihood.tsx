import { words } from "@/words/terms/answers";
import styles from "./ClassButtons.module.css";

/** How likely a model thinks a class. */
export function Likelihood({ probability }: { probability: number }) {
  const percent = Math.round(probability * 100);
  return (
    <span className={styles.likelihood}>
      <span aria-hidden>✦ </span>
      <span className="unseen">{words.suggested}</span>
      {percent < 1 ? "< 1" : percent} %
    </span>
  );
}
