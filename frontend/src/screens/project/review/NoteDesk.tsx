import { ClassName } from "@/components/ClassName";
import type { ReviewNote } from "@/api/review";
import { answerNote, resolveNote } from "@/actions/review";
import { useNow } from "@/components/use-now";
import { useStore } from "@/state/use-store";
import { ago } from "@/words/figures";
import { noted } from "@/words/review";
import { words } from "@/words/review";
import { ActionButton } from "./ActionButton";
import { useReview } from "./context";
import { Desk } from "./Desk";
import styles from "./Desk.module.css";
import { ReplyForm } from "./ReplyForm";

const id = (row: ReviewNote) => row.id;
const text = (row: ReviewNote) => row.item_text;
const brief = ({ kind, annotator }: ReviewNote) => (
  <>
    {kind} · <bdi>{annotator}</bdi>
  </>
);

/** Flags and comments: resolved, with an answer to who wrote them or without. */
export function NoteDesk() {
  const { notes, view } = useReview();
  const { replying } = useStore(view);
  const now = useNow(60_000);
  return (
    <Desk work={notes} id={id} text={text} brief={brief}>
      {(row) => (
        <>
          <p className={styles.noted}>
            {noted(row)} <bdi>{row.annotator}</bdi> · {ago(row.created_at, now)}
            {row.label !== null && <>{words.labelOf(<ClassName name={row.label} />)}</>}
          </p>
          {row.text && (
            <blockquote className={styles.note} dir="auto">
              {row.text}
            </blockquote>
          )}
          {row.reply && (
            <p className={styles.noted}>
              {words.answeredOf(<bdi>{row.replied_by}</bdi>, <bdi>{row.reply}</bdi>)}
            </p>
          )}
          {replying ? (
            <ReplyForm key={row.id} note={row} />
          ) : (
            <div className={styles.actions}>
              <ActionButton action={resolveNote}>{words.resolve}</ActionButton>
              <ActionButton action={answerNote}>{words.answer}</ActionButton>
            </div>
          )}
        </>
      )}
    </Desk>
  );
}
