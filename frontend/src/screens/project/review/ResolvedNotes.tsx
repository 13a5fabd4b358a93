import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isOpen } from "@/api/features";
import type { ReviewNote } from "@/api/review";
import { Problem } from "@/components/Problem";
import { TextButton } from "@/components/TextButton";
import { noted } from "@/words/review";
import { words } from "@/words/review";
import { useReview } from "./context";
import styles from "./Desk.module.css";

/** Notes that are done with, for who looks for one; each can be opened again. */
export function ResolvedNotes() {
  const [shown, setShown] = useState(false);
  return (
    <section className={styles.resolved} aria-label={words.resolvedNotes}>
      <TextButton onClick={() => setShown(!shown)}>
        {shown ? words.hideResolvedNotes : words.showResolvedNotes}
      </TextButton>
      {shown && <List />}
    </section>
  );
}

function List() {
  const { project, service, notes } = useReview();
  const found = useQuery({
    queryKey: ["projects", project.id, "review", "resolved"],
    queryFn: service.resolved,
    staleTime: 0,
    gcTime: 0,
  });
  const [failed, setFailed] = useState<Error | null>(null);
  const reopen = async ({ id }: ReviewNote) => {
    setFailed(null);
    await service.reopen(id).catch(setFailed);
    await Promise.all([found.refetch(), notes.refresh()]);
  };
  const error = failed ?? found.error;
  if (error) return <Problem error={error} retry={() => void found.refetch()} />;
  if (!found.data) return null;
  if (found.data.results.length === 0) return <p className={styles.noted}>{words.noneYet}</p>;
  return (
    <ul className={styles.notes}>
      {found.data.results.map((row) => (
        <li key={row.id}>
          <p className={styles.noted}>
            {noted(row)} <bdi>{row.annotator}</bdi>: <bdi>{row.text || row.item_text}</bdi>
          </p>
          {row.reply && (
            <p className="break">
              {words.answeredOf(<bdi>{row.replied_by}</bdi>, <bdi>{row.reply}</bdi>)}
            </p>
          )}
          {isOpen(project) && (
            <TextButton onClick={() => void reopen(row)}>{words.openAgain}</TextButton>
          )}
        </li>
      ))}
    </ul>
  );
}
