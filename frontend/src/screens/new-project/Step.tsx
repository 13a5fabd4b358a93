import { type ReactNode, useId } from "react";
import styles from "./NewProject.module.css";

interface StepProps {
  number: number;
  title: string;
  /** Why the step can't be done yet; null when it can. */
  waitsFor: string | null;
  children: ReactNode;
}

/** One step of three. It opens as soon as it can be done. */
export function Step({ number, title, waitsFor, children }: StepProps) {
  const heading = useId();
  return (
    <section
      className={styles.step}
      data-waits={waitsFor !== null || undefined}
      aria-labelledby={heading}
    >
      <div className={styles.stepHead}>
        <span className={styles.number} aria-hidden>
          {number}
        </span>
        <h2 id={heading}>{title}</h2>
        {waitsFor !== null && <p className="small quiet">{waitsFor}</p>}
      </div>
      {waitsFor === null && children}
    </section>
  );
}
