import { Button } from "@mantine/core";
import { Link } from "wouter";
import styles from "./CurveCard.module.css";
import { figure } from "./figures";

/** From so many audit items on, a measurement gives a point. */
const ENOUGH = 10;

/** The curve before there is one: its shape in hairlines, and what makes it begin. */
export function Example({ audits, projectId }: { audits: number; projectId: number }) {
  return (
    <section className={styles.example} aria-label="Accuracy">
      <svg viewBox="0 0 1000 300" preserveAspectRatio="none" aria-hidden>
        <path className={styles.band} d="M40 235C200 90 400 55 960 35V75C400 100 240 160 40 290Z" />
        <path d="M40 0V299H1000" vectorEffect="non-scaling-stroke" />
        <path d="M40 265C200 120 400 75 960 55" vectorEffect="non-scaling-stroke" />
        <path
          d="M40 280C260 190 500 130 960 100"
          strokeDasharray="6 6"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className={styles.invitation}>
        {audits < ENOUGH ? (
          <TooFew audits={audits} projectId={projectId} />
        ) : (
          <p>{figure(audits)} audit items are there. The curve starts with the next measurement.</p>
        )}
      </div>
    </section>
  );
}

function TooFew({ audits, projectId }: { audits: number; projectId: number }) {
  return (
    <>
      <p>
        The curve starts after about {ENOUGH} audit items
        {audits > 0 && `, and there ${audits === 1 ? "is 1" : `are ${audits}`}`}. They come among
        the texts you label, drawn at random.
      </p>
      <Button component={Link} href={`/projects/${projectId}/label`} variant="default">
        {audits > 0 ? "Label more" : "Label the first ones"}
      </Button>
    </>
  );
}
