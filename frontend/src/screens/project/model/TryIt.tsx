import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { type Likely, prediction } from "@/api/model";
import { Problem } from "@/components/Problem";
import { words } from "@/words/model";
import { Card } from "../Card";
import card from "../Card.module.css";
import styles from "./TryIt.module.css";

/** Whoever types a sentence doesn't ask for each of its beginnings. */
const TYPING_ENDS = 300;
const LONGEST = 20_000;

/** A text of one's own, and what the model says of it. */
export function TryIt({ projectId }: { projectId: number }) {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), TYPING_ENDS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Card title={words.tryIt}>
      <div className={styles.sides}>
        <Textarea
          label={words.typed}
          placeholder={words.placeholder}
          rows={6}
          maxLength={LONGEST}
          value={typed}
          dir="auto"
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) setAsked(typed.trim());
          }}
        />
        <div className={styles.answer} role="region" aria-label={words.answer}>
          {asked === "" ? (
            <p className={styles.quiet}>{words.waiting}</p>
          ) : (
            <Answer projectId={projectId} text={asked} />
          )}
        </div>
      </div>
    </Card>
  );
}

function Answer({ projectId, text }: { projectId: number; text: string }) {
  const { data, error, isPlaceholderData, refetch } = useQuery(prediction(projectId, text));
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  const likely = data?.predictions[0];
  if (!data || !likely) return <p className={styles.quiet}>{words.asking}</p>;
  return (
    <div aria-live="polite" aria-busy={isPlaceholderData} data-old={isPlaceholderData || undefined}>
      <ol className={styles.classes}>
        {likely.map((each) => (
          <Class key={each.class} projectId={projectId} likely={each} />
        ))}
      </ol>
      {data.exposed > 0 && <p className={styles.quiet}>{words.exposed}</p>}
      <p className={styles.quiet}>
        {words.below} {words.round(data.round)}
      </p>
    </div>
  );
}

function Class({ projectId, likely }: { projectId: number; likely: Likely }) {
  return (
    <li className={styles.class}>
      <div className={card.line}>
        <bdi className={styles.name}>{likely.class}</bdi>
        <span>{words.share(likely.probability)}</span>
      </div>
      <div className={card.bar} data-live aria-hidden>
        <div style={{ width: `${100 * likely.probability}%` }} />
      </div>
      <ul className={styles.near} aria-label={words.nearest(likely.class)}>
        {likely.nearest.map(({ item_id: id, text }) => (
          <li key={id}>
            <Link href={`/projects/${projectId}/items?item=${id}`} dir="auto">
              {text}
            </Link>
          </li>
        ))}
        {likely.nearest.length === 0 && <li>{words.noneNear}</li>}
      </ul>
    </li>
  );
}
