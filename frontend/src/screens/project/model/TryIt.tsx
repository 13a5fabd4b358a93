import { ClassName } from "@/components/ClassName";
import { Meter } from "@/components/Meter";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { namesOne } from "@/api/features";
import { LIKELIEST, type Likely, prediction } from "@/api/model";
import type { Project } from "@/api/queries";
import { Problem } from "@/components/Problem";
import { useFieldKeys } from "@/components/keys/use-field-keys";
import { words as keys } from "@/words/terms/keys";
import { words } from "@/words/model";
import { Card } from "../Card";
import card from "../Card.module.css";
import styles from "./Model.module.css";

/** Whoever types a sentence doesn't ask for each of its beginnings. */
const TYPING_ENDS = 300;
const LONGEST = 20_000;

/** A text of one's own, and what the model says of it. */
export function TryIt({ project }: { project: Project }) {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), TYPING_ENDS);
    return () => clearTimeout(timer);
  }, [typed]);
  const onKeyDown = useFieldKeys([
    {
      ...{ id: "ask", name: keys.askNow, group: keys.inTheText, keys: ["Ctrl+Enter"] },
      run: () => setAsked(typed.trim()),
    },
  ]);
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
          onKeyDown={onKeyDown}
        />
        <div className={styles.answer} role="region" aria-label={words.answer}>
          {asked === "" ? (
            <p className="small quiet">
              {namesOne(project) ? words.waiting : words.waitingForSets}
            </p>
          ) : (
            <Answer project={project} text={asked} />
          )}
        </div>
      </div>
    </Card>
  );
}

function Answer({ project, text }: { project: Project; text: string }) {
  const { data, error, isPlaceholderData, refetch } = useQuery(prediction(project.id, text));
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  const likely = data?.predictions[0];
  if (!data || !likely) return <p className="small quiet">{words.asking}</p>;
  return (
    <div aria-live="polite" aria-busy={isPlaceholderData} data-old={isPlaceholderData || undefined}>
      {namesOne(project) ? (
        <Classes projectId={project.id} likely={likely} />
      ) : (
        <Set projectId={project.id} likely={likely} />
      )}
      {data.exposed > 0 && <p className="small quiet">{words.exposed}</p>}
      <p className="small quiet">
        {words.below} {words.round(data.round)}
      </p>
    </div>
  );
}

interface Said {
  projectId: number;
  likely: Likely[];
}

/** The classes that a text has, and the next likeliest where there are few. */
function Set({ projectId, likely }: Said) {
  const named = likely.filter((each) => each.named);
  const others = likely.filter((each) => !each.named);
  return (
    <>
      <h4 className={styles.said}>{named.length > 0 ? words.has : words.hasNone}</h4>
      <Classes projectId={projectId} likely={named} />
      {others.length > 0 && <h4 className={styles.said}>{words.others}</h4>}
      <Classes projectId={projectId} likely={others} />
    </>
  );
}

function Classes({ projectId, likely }: Said) {
  if (likely.length === 0) return null;
  return (
    <ol className={styles.classes}>
      {likely.map((each, place) => (
        <Class key={each.class} projectId={projectId} likely={each} explained={place < LIKELIEST} />
      ))}
    </ol>
  );
}

interface ClassProps {
  projectId: number;
  likely: Likely;
  /** Whether texts that speak for it were asked for. */
  explained: boolean;
}

function Class({ projectId, likely, explained }: ClassProps) {
  return (
    <li className={styles.class}>
      <div className={card.line}>
        <ClassName className="strong" name={likely.class} />
        <span>{words.share(likely.probability)}</span>
      </div>
      <Meter share={likely.probability} live={likely.named} />
      <ul className={styles.near} aria-label={words.nearest(likely.class)}>
        {likely.nearest.map(({ item_id: id, text }) => (
          <li key={id}>
            <Link href={`/projects/${projectId}/items?item=${id}`} dir="auto">
              {text}
            </Link>
          </li>
        ))}
        {explained && likely.nearest.length === 0 && <li>{words.noneNear}</li>}
      </ul>
    </li>
  );
}
