import { Button, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Dialog } from "@/components/dialog/Dialog";
import { words } from "@/words/label/label";
import { useLabelling } from "../context";
import styles from "./Dialogs.module.css";

const LONGEST = 5_000;

/** A note on the item for whoever runs the project. */
export function CommentDialog() {
  const { labelling, view } = useLabelling();
  const item = labelling.supply.state.get().queue.current?.item.id ?? null;
  const { written } = view.get();
  const [text, setText] = useState(written && written.item === item ? written.text : "");
  // Esc, or a tap beside the box, is no wish to lose what is written.
  const close = () => view.change({ dialog: null, written: item === null ? null : { item, text } });
  const send = (event: FormEvent) => {
    event.preventDefault();
    labelling.comment(text);
    view.change({ dialog: null, written: null });
  };
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };

  return (
    <Dialog title={words.commentOnThisText} onClose={close}>
      <form onSubmit={send} className={styles.form}>
        <Textarea
          aria-label={words.comment}
          description={words.whoeverRunsTheProject}
          data-autofocus
          rows={4}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={sendByKey}
        />
        <Button type="submit" disabled={text.trim() === ""}>
          {words.send}
        </Button>
      </form>
    </Dialog>
  );
}
