import { Button } from "@mantine/core";
import { Link } from "wouter";
import { words } from "@/words/project/curve";
import styles from "./Curve.module.css";

interface ExampleProps {
  /** How many audit texts are answered, and how many a figure needs. */
  audits: number;
  enough: number;
  /** How many texts there are: without any there is nothing to label. */
  texts: number;
  projectId: number;
}

/** The curve before there is one: its shape in hairlines, and what makes it begin. */
export function Example({ audits, enough, texts, projectId }: ExampleProps) {
  return (
    <section className={styles.example} aria-label={words.accuracy}>
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
        {audits < enough ? (
          <TooFew audits={audits} enough={enough} texts={texts} projectId={projectId} />
        ) : (
          <p>{words.auditTextsAnswered(audits)}</p>
        )}
      </div>
    </section>
  );
}

function TooFew({ audits, enough, texts, projectId }: ExampleProps) {
  return (
    <>
      <p>{audits > 0 ? words.startsAndAnswered(enough, audits) : words.startsAfter(enough)}</p>
      {texts > 0 && (
        <Button component={Link} href={`/projects/${projectId}/label`} variant="default">
          {audits > 0 ? words.labelMore : words.labelTheFirstOnes}
        </Button>
      )}
    </>
  );
}
