import { type ReactNode, useId } from "react";
import styles from "./Overview.module.css";
import { Sentence } from "./Sentence";

interface FactProps {
  projectId: number;
  title: string;
  /** What stands before the figure: a mark that says the same. */
  mark?: ReactNode;
  figure: string;
  /** The interval of the figure. */
  range?: string;
  /** What the figure means, in a sentence. */
  sentence: string;
  children?: ReactNode;
}

/** A card with one figure and one sentence. */
export function Fact(props: FactProps) {
  const { projectId, title, mark, figure, range, sentence, children } = props;
  const heading = useId();
  return (
    <section className={styles.fact} aria-labelledby={heading}>
      <h3 id={heading} className={styles.title}>
        {title}
      </h3>
      <p className={styles.figure}>
        {mark}
        <span>
          {figure} {range && <span className={styles.range}>{range}</span>}
        </span>
      </p>
      <p className={styles.factSentence}>
        <Sentence words={sentence} projectId={projectId} />
      </p>
      {children}
    </section>
  );
}
