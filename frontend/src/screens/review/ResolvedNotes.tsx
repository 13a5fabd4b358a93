import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReviewNote } from "@/api/review";
import { Problem } from "@/components/Problem";
import { TextButton } from "@/components/TextButton";
import { useReview } from "./context";
import styles from "./Desk.module.css";
import { noted } from "@/words/review";

/** Notes that are done with, for who looks for one; each can be opened again. */
export function ResolvedNotes() {
  const [shown, setShown] = useState(false);
  return (
    <section className={styles.resolved} aria-label="Resolved notes">
      <TextButton onClick={() => setShown(!shown)}>
        {shown ? "Hide resolved notes" : "Show resolved notes"}
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
  if (found.data.results.length === 0) return <p className={styles.noted}>None yet.</p>;
  return (
    <ul className={styles.notes}>
      {found.data.results.map((row) => (
        <li key={row.id}>
          <p className={styles.noted}>
            {noted(row)} <bdi>{row.annotator}</bdi>: <bdi>{row.text || row.item_text}</bdi>
          </p>
          {row.reply && (
            <p className={styles.words}>
              <bdi>{row.replied_by}</bdi> answered: <bdi>{row.reply}</bdi>
            </p>
          )}
          <TextButton onClick={() => void reopen(row)}>Open again</TextButton>
        </li>
      ))}
    </ul>
  );
}
