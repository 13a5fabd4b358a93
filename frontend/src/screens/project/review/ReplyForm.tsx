import { Button, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { resolve } from "@/actions/review/action";
import type { ReviewNote } from "@/api/review";
import { words } from "@/words/review";
import { useReview } from "./context";
import styles from "./Desk.module.css";

const LONGEST = 5_000;

/** What is said to whoever wrote a note; sending it resolves the note. */
export function ReplyForm({ note }: { note: ReviewNote }) {
  const context = useReview();
  const [text, setText] = useState(note.reply);
  const close = () => context.view.change({ replying: false });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) resolve(context, text.trim());
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  };
  return (
    <form onSubmit={send} className={styles.reply}>
      <Textarea
        aria-label={words.answerTo(note.annotator)}
        description={words.replyHint(note.annotator)}
        // Only opened by a key or a press for it.
        autoFocus
        rows={3}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={byKey}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={text.trim() === ""}>
          {words.answerAndResolve}
        </Button>
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
