import { type ReactNode, useId } from "react";
import { HEADING } from "./sections";
import styles from "./Settings.module.css";

interface SectionProps {
  title: string;
  /** What all of it is about. */
  about?: ReactNode;
  children: ReactNode;
}

export function Section({ title, about, children }: SectionProps) {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <h2 id={heading} tabIndex={-1} {...HEADING}>
        {title}
      </h2>
      {about && <p className={styles.sentence}>{about}</p>}
      {children}
    </section>
  );
}
