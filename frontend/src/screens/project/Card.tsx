import { type ReactNode, useId } from "react";
import styles from "./Card.module.css";

interface CardProps {
  title: string;
  children: ReactNode;
  /** By itself in its row: as high as what is in it. */
  wide?: boolean;
}

/** One of the quiet cards below the curve. */
export function Card({ title, children, wide = false }: CardProps) {
  const heading = useId();
  return (
    <section className={styles.card} data-wide={wide || undefined} aria-labelledby={heading}>
      <h3 id={heading} className={styles.title}>
        {title}
      </h3>
      {children}
    </section>
  );
}
